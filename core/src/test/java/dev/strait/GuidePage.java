package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the guide, whose blocks of Java are run by a test. */
final class GuidePage {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private GuidePage() {}

    /** Checks that the page has so many blocks of Java, and that each is, but for white space, a part of the test's source. */
    static void isRunBy(Class<?> test, String page, int blocks) throws IOException {
        String source =
                withoutSpace(Files.readString(Path.of("src/test/java/dev/strait/" + test.getSimpleName() + ".java")));
        int found = 0;
        for (Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("../docs/guide/" + page)));
                block.find();
                found++) {
            String code = block.group(1);
            assertTrue(source.contains(withoutSpace(code)), () -> page + " has code that is not run:\n" + code);
        }
        assertEquals(blocks, found, page);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
