package dev.strait.gosuite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A script of channel operations, in the language that {@code scripts.txt} explains, with what Go says of each step.
 *
 * @param title what it is about
 * @param channels the capacities by name, {@link #NEVER} for the channel on which nothing happens
 * @param steps in order
 */
record Script(String title, Map<String, Integer> channels, List<Step> steps) {

    static final int NEVER = -1;

    /** Of a thread that neither came back nor failed. */
    static final String WAITS = "waits";

    private static final String HERE = "(here: ";

    /**
     * One thread does something.
     *
     * @param thread its name
     * @param operation the operation and its operands
     * @param outcomes what is to come of it, by thread: first of this one, then of those that waited and are through
     */
    record Step(String thread, List<String> operation, Map<String, String> outcomes) {

        /** As the Go program prints it. */
        String with(Map<String, String> came) {
            StringBuilder line = new StringBuilder(thread + ": " + String.join(" ", operation) + " -> ");
            line.append(thread).append(' ').append(came.get(thread));
            came.keySet().stream()
                    .filter(name -> !name.equals(thread))
                    .sorted()
                    .forEach(name -> line.append("; ").append(name).append(' ').append(came.get(name)));
            return line.toString();
        }
    }

    /** Every script, with the outcomes beside. */
    static List<Script> all() {
        Map<String, List<String>> outcomes = sections("outcomes.txt");
        List<Script> scripts = new ArrayList<>();
        sections("scripts.txt").forEach((title, lines) -> scripts.add(parse(title, lines, outcomes.get(title))));
        return scripts;
    }

    private static Script parse(String title, List<String> lines, List<String> said) {
        Map<String, Integer> channels = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            List<String> words = List.of(line.split(" +"));
            if (words.getFirst().equals("chan")) {
                channels.put(words.get(1), words.get(2).equals("never") ? NEVER : Integer.parseInt(words.get(2)));
            } else {
                steps.add(step(line, said.get(steps.size())));
            }
        }
        if (said.size() != steps.size()) {
            throw new IllegalStateException("outcomes.txt is not of these scripts: " + title);
        }
        return new Script(title, channels, steps);
    }

    private static Step step(String line, String said) {
        int here = line.indexOf(HERE);
        String plain = (here < 0 ? line : line.substring(0, here)).strip();
        if (!said.startsWith(plain + " -> ")) {
            throw new IllegalStateException("outcomes.txt is not of these scripts: " + line + " and " + said);
        }
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (String one : said.substring(plain.length() + 4).split("; ")) {
            int space = one.indexOf(' ');
            outcomes.put(one.substring(0, space), one.substring(space + 1));
        }
        int colon = plain.indexOf(':');
        String thread = plain.substring(0, colon);
        if (here >= 0) {
            String ours = line.substring(here + HERE.length(), line.lastIndexOf(')'));
            if (ours.equals(outcomes.put(thread, ours))) {
                throw new IllegalStateException("this is no difference from Go: " + line);
            }
        }
        return new Step(thread, List.of(plain.substring(colon + 1).strip().split(" +")), outcomes);
    }

    /** The lines under each title. */
    private static Map<String, List<String>> sections(String resource) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Script.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("==")) {
                    current = new ArrayList<>();
                    if (sections.put(line.substring(2).strip(), current) != null) {
                        throw new IllegalStateException("twice: " + line);
                    }
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    current.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sections;
    }

    @Override
    public String toString() {
        return title;
    }
}
