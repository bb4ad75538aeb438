package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    /** Those of them that are built later than this. */
    private static final List<String> MODULES = List.of("integration", "bench");

    private static final Pattern PROOF = Pattern.compile("`((?:[a-z]+\\.)*[A-Z]\\w+Test)\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesExists() throws Exception {
        List<String> missing = new ArrayList<>();
        int proofs = 0;
        for (Matcher proof = PROOF.matcher(Files.readString(PAGE)); proof.find(); proofs++) {
            if (!exists(proof.group(1), proof.group(2))) {
                missing.add(proof.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(proofs > 40, "the page names " + proofs + " tests");
    }

    /** Whether a class of tests has this method; those of modules that are built later are looked for in their source. */
    private static boolean exists(String type, String method) throws Exception {
        String module = type.substring(0, Math.max(0, type.indexOf('.')));
        if (MODULES.contains(module)) {
            Path source = Path.of("..", module, "src/test/java/dev/strait").resolve(type.replace('.', '/') + ".java");
            return Files.exists(source) && Files.readString(source).contains("void " + method + "(");
        }
        return Arrays.stream(Class.forName("dev.strait." + type).getDeclaredMethods())
                .anyMatch(each -> each.getName().equals(method));
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
