package dev.strait.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** What the demo reads when it is given nothing: the JDK's own sources, or else those of Strait. */
final class DefaultInput {

    private DefaultInput() {}

    /**
     * The {@code src.zip} of the running JDK, else of the one in {@code JAVA_HOME}, else the project's directory, which
     * the launcher tells in the system property {@code strait.home}; the first of them that is there.
     */
    static Optional<Path> find(Properties properties, Map<String, String> environment) {
        Stream<Path> sources = Stream.of(
                        Optional.ofNullable(properties.getProperty("java.home")),
                        Optional.ofNullable(environment.get("JAVA_HOME")))
                .flatMap(Optional::stream)
                .flatMap(home -> Stream.of(Path.of(home, "lib", "src.zip"), Path.of(home, "src.zip")))
                .filter(Files::isRegularFile);
        Stream<Path> project = Stream.ofNullable(properties.getProperty("strait.home"))
                .map(Path::of)
                .filter(Files::isDirectory);
        return Stream.concat(sources, project).findFirst();
    }
}
