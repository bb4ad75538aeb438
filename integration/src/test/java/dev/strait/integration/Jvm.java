package dev.strait.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small JVMs with the classes of these tests. */
public final class Jvm {
    private Jvm() {}

    /** How to start one with these options; the name of the class is missing. */
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.add("-Djava.util.logging.config.file="
                + Path.of("src/test/resources/logging.properties").toAbsolutePath());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }
}
