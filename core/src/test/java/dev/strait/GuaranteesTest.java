package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/guarantees.md} to the tests that it names. */
class GuaranteesTest {
    private static final Path PAGE = Path.of("../docs/guarantees.md");
    private static final Pattern PROOF = Pattern.compile("`((?:[a-z]+\\.)*[A-Z]\\w+Test)\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesExists() throws Exception {
        List<String> missing = new ArrayList<>();
        int proofs = 0;
        for (Matcher proof = PROOF.matcher(Files.readString(PAGE)); proof.find(); proofs++) {
            Method[] methods = Class.forName("dev.strait." + proof.group(1)).getDeclaredMethods();
            if (Arrays.stream(methods).noneMatch(method -> method.getName().equals(proof.group(2)))) {
                missing.add(proof.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(proofs > 40, "the page names " + proofs + " tests");
    }

    @Test
    void everyRowOfWhatHoldsNamesAProof() throws Exception {
        List<String> unproved = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.equals("## Not in this version")) {
                break;
            }
            boolean row = line.startsWith("| ") && !line.startsWith("| question");
            if (row && !PROOF.matcher(line).find()) {
                unproved.add(line);
            }
        }
        assertEquals(List.of(), unproved);
    }
}
