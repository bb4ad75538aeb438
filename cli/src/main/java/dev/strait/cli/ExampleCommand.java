package dev.strait.cli;

import dev.strait.examples.Example;
import dev.strait.examples.Examples;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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
        description = "Run one of the examples; without a name, list them.",
        mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The example to run.")
    private @Nullable String name;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Handed to the example as they are.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            list();
            return ExitCode.OK;
        }
        var example = Examples.named(name);
        if (example.isEmpty()) {
            throw unknown(name);
        }
        example.get().program().main(arguments.toArray(String[]::new));
        return ExitCode.OK;
    }

    private void list() {
        var out = commandLine().getOut();
        for (Example example : Examples.all()) {
            out.printf("%-14s %s%n", example.name(), example.purpose());
        }
        out.flush();
    }

    private ParameterException unknown(String name) {
        var names = String.join(", ", Examples.all().stream().map(Example::name).toList());
        return new ParameterException(commandLine(), "There is no example '" + name + "'; there are: " + names);
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
