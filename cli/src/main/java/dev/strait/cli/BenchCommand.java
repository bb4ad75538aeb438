package dev.strait.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code strait bench}, as the help lists it. The launcher runs it before the command line starts, from a build of its own, because what is
 * measured must not share its class path; so this is reached only without the launcher.
 */
@Command(
        name = "bench",
        description = "Measure Strait beside the raw limit of this machine and beside other systems; see bench --help.")
final class BenchCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    /** Whatever follows is for the bench. */
    @Unmatched
    private String @Nullable [] arguments;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        command.commandLine()
                .getErr()
                .println("strait: bench comes first, and is part of the source tree: ./strait bench"
                        + (arguments == null ? "" : " " + String.join(" ", arguments)));
        return ExitCode.USAGE;
    }
}
