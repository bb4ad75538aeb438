package dev.strait.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code strait demo [options] [PATH]}: counts the words of all text files below a directory or in a zip, with
 * worker processes that are joined by channels. See {@code docs/guide/demo.md}.
 */
@Command(
        name = "demo",
        description = {
            "Count the words of many files with worker processes that are joined by channels.",
            "A word is a run of ASCII letters, lower-cased. A file with a NUL byte in its first 8 KiB is skipped; "
                    + "symbolic links are not followed."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private static final int MOST_WORKERS = 64;
    private static final int LONGEST_MISHAP = 60;
    private static final int PAUSE = 5;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many worker processes, 1 to " + MOST_WORKERS + "; default ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Option(
            names = "--stats",
            description = "Print the counters of the first node as well: what became of every message.")
    private boolean stats;

    @Option(
            names = "--kill-one",
            description = "Kill one worker with SIGKILL half way; the others do its work. Needs two workers or more.")
    private boolean killOne;

    @Option(names = "--pause-one", description = "Stop one worker with SIGSTOP half way, for 5 seconds.")
    private boolean pauseOne;

    @Option(
            names = "--cut-one",
            description =
                    "Cut the connections of one worker half way, for good; the others do its work. Needs two workers or "
                            + "more, unless --for says how long.")
    private boolean cutOne;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "With --pause-one and --cut-one, for how long, 1 to " + LONGEST_MISHAP
                    + ". A worker that is stopped for about 13, or cut off for 4, is lost.")
    private @Nullable Integer seconds;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A directory, a zip or a file; default the src.zip of the JDK, else the sources of Strait.")
    private @Nullable String path;

    @Override
    public Integer call() throws Exception {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw wrongCall("--workers takes a number from 1 to " + MOST_WORKERS + ", not " + workers + ".");
        }
        Optional<Mishap> mishap = mishap();
        Path chosen = chosenPath();
        try (Input input = open(chosen)) {
            return count(chosen, input, mishap);
        }
    }

    private int count(Path chosen, Input input, Optional<Mishap> mishap) throws Exception {
        PrintWriter out = commandLine().getOut();
        PrintWriter err = commandLine().getErr();
        Tally tally = new Tally();
        Progress.Style style =
                Terminal.canRedraw() ? Progress.Style.REDRAWN : json ? Progress.Style.NONE : Progress.Style.SPARSE;
        int columns = style == Progress.Style.REDRAWN ? Terminal.columns() : Terminal.DEFAULT_COLUMNS;
        Report report;
        boolean surveyed = style != Progress.Style.NONE || mishap.isPresent();
        try (Survey survey = surveyed ? Survey.of(input) : Survey.none();
                Progress progress = new Progress(err, style, columns, tally, survey::known)) {
            if (!json) {
                progress.note("Counting the words of " + Printable.of(chosen.toString()) + " with " + workers
                        + (workers == 1 ? " worker." : " workers."));
            }
            // To know when half of the files are through, all have to be known.
            Plan plan = new Plan(workers, mishap, mishap.isPresent() ? survey.all() : 0);
            report = new Demo(input, plan, tally, progress::note).run();
        }
        out.println(json ? JsonReport.of(report, stats) : TextReport.of(report).stripTrailing());
        if (stats && !json) {
            out.println();
            out.println(CountersText.of(Demo.COORDINATOR, report.counters()).stripTrailing());
        }
        out.flush();
        if (report.totals().lost() == 0) {
            return ExitCode.OK;
        }
        err.println("strait: results are missing for:");
        tally.inDoubt().forEach(name -> err.println("  " + Printable.of(name)));
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private Optional<Mishap> mishap() {
        List<String> chosen = Stream.of("--kill-one", "--pause-one", "--cut-one")
                .filter(commandLine().getParseResult()::hasMatchedOption)
                .toList();
        if (chosen.size() > 1) {
            throw wrongCall(String.join(" and ", chosen) + " exclude each other: choose one.");
        }
        if (killOne && workers == 1) {
            throw wrongCall("--kill-one takes 2 workers or more: nobody would be left to do the work.");
        }
        if (cutOne && seconds == null && workers == 1) {
            throw wrongCall(
                    "--cut-one takes 2 workers or more, since nobody would be left to do the work; or --for SECONDS.");
        }
        if (seconds != null && !pauseOne && !cutOne) {
            throw wrongCall("--for says how long --pause-one or --cut-one lasts: it goes with these only.");
        }
        if (seconds != null && (seconds < 1 || seconds > LONGEST_MISHAP)) {
            throw wrongCall("--for takes a number of seconds from 1 to " + LONGEST_MISHAP + ", not " + seconds + ".");
        }
        if (killOne) {
            return Optional.of(new Mishap.Kill());
        }
        if (pauseOne) {
            return Optional.of(new Mishap.Pause(Duration.ofSeconds(Objects.requireNonNullElse(seconds, PAUSE))));
        }
        return cutOne
                ? Optional.of(new Mishap.Cut(Optional.ofNullable(seconds).map(Duration::ofSeconds)))
                : Optional.empty();
    }

    private Path chosenPath() {
        if (path == null) {
            return DefaultInput.find(System.getProperties(), System.getenv())
                    .orElseThrow(
                            () -> wrongCall("There is no src.zip in this JDK. Name a directory, a zip or a file."));
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw wrongCall("'" + Printable.of(path) + "' is not the name of a file: " + e.getReason() + ".");
        }
    }

    private Input open(Path chosen) {
        try {
            return Input.open(chosen);
        } catch (IOException e) {
            throw wrongCall(Unreadable.describe(chosen.toString(), e) + ".");
        }
    }

    private ParameterException wrongCall(String message) {
        return new ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
