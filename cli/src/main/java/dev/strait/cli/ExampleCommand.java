package dev.strait.cli;

import dev.strait.examples.Example;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code strait example [NAME [ARGUMENT...]]}: runs a program of the module {@code examples}, or lists them. */
@Command(
        name = "example",
        description = "Run one of the examples, which tells with --help what it takes; without a name, list them.",
        mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {

    private final List<Example> examples;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The example to run.")
    private @Nullable String name;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Handed to the example as they are.")
    private List<String> arguments = List.of();

    ExampleCommand(List<Example> examples) {
        this.examples = examples;
    }

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            list();
            return ExitCode.OK;
        }
        for (Example example : examples) {
            if (example.name().equals(name)) {
                example.program().main(arguments.toArray(String[]::new));
                return ExitCode.OK;
            }
        }
        throw unknown(name);
    }

    private void list() {
        var out = commandLine().getOut();
        examples.forEach(example -> out.printf("%-14s %s%n", example.name(), example.purpose()));
        out.flush();
    }

    private ParameterException unknown(String missing) {
        var names = examples.stream().map(Example::name).collect(Collectors.joining(", "));
        return new ParameterException(commandLine(), "There is no example '" + missing + "'; there are: " + names);
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
