package dev.strait.cli;

import dev.strait.cli.demo.DemoCommand;
import dev.strait.examples.Example;
import dev.strait.examples.Examples;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The root of the command line. Exit codes: 0 when the command did its work, 1 when it failed, 2 when it was called wrongly.
 * Standard output carries what the command prints and nothing else; errors go to standard error.
 */
@Command(
        name = "strait",
        description = "Typed, Go-style channels that span machines.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    /** Kept here because the JDK holds loggers weakly, and their levels with them. */
    private static final Logger LIBRARY = Logger.getLogger("dev.strait");

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "When the command fails, print where in the program it did.")
    private boolean stackTrace;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments as given after {@code strait}
     */
    public static void main(String... arguments) {
        // The library tells every change of a link, which belongs into a program's log and not on the console of a
        // command.
        LIBRARY.setLevel(Level.WARNING);
        System.exit(commandLine(Examples.all()).execute(arguments));
    }

    /** Returns the whole command line, ready to execute; its writers may be replaced. */
    static CommandLine commandLine(List<Example> examples) {
        var main = new Main();
        var commandLine = new CommandLine(main)
                .addSubcommand(new DemoCommand())
                .addSubcommand(new SimCommand())
                .addSubcommand(new BenchCommand())
                // Whatever follows the name of an example is the example's own.
                .addSubcommand(new CommandLine(new ExampleCommand(examples)).setStopAtPositional(true));
        commandLine.setExecutionExceptionHandler((failure, failed, parsed) -> {
            if (main.stackTrace) {
                failure.printStackTrace(failed.getErr());
            } else {
                failed.getErr().println("strait: " + (failure.getMessage() == null ? failure : failure.getMessage()));
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }
}
