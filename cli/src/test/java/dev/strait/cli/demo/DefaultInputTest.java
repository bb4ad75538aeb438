package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultInputTest {

    @TempDir
    Path directory;

    private Path jdk(String name, boolean withSources) throws Exception {
        Path home =
                Files.createDirectories(directory.resolve(name).resolve("lib")).getParent();
        if (withSources) {
            Files.writeString(home.resolve("lib/src.zip"), "");
        }
        return home;
    }

    private static Properties properties(Path javaHome, Path project) {
        Properties properties = new Properties();
        properties.setProperty("java.home", javaHome.toString());
        properties.setProperty("strait.home", project.toString());
        return properties;
    }

    @Test
    void theSourcesOfTheRunningJdkComeFirst() throws Exception {
        Path running = jdk("running", true);
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("other", true).toString());

        assertEquals(
                Optional.of(running.resolve("lib/src.zip")),
                DefaultInput.find(properties(running, directory), environment));
    }

    @Test
    void thoseOfJavaHomeComeNext() throws Exception {
        Path other = jdk("other", true);

        assertEquals(
                Optional.of(other.resolve("lib/src.zip")),
                DefaultInput.find(properties(jdk("running", false), directory), Map.of("JAVA_HOME", other.toString())));
    }

    @Test
    void aLinkToSourcesThatAreNotInstalledDoesNotCount() throws Exception {
        Path running = jdk("running", false);
        Files.createSymbolicLink(running.resolve("lib/src.zip"), directory.resolve("not-installed"));

        assertEquals(Optional.of(directory), DefaultInput.find(properties(running, directory), Map.of()));
    }

    @Test
    void withoutAnyOfThemThereIsNone() throws Exception {
        Properties properties = properties(jdk("running", false), directory.resolve("gone"));

        assertEquals(Optional.empty(), DefaultInput.find(properties, Map.of()));
    }
}
