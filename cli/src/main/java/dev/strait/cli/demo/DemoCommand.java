package dev.strait.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code strait demo [--workers N] [--json] [PATH]}: counts the words of all text files below a directory or in a zip, with
 * worker processes that are joined by channels. See {@code docs/guide/demo.md}.
 */
@Command(
        name = "demo",
        description = {
            "Count the words of many files with worker processes that are joined by channels.",
            "A word is a run of ASCII letters, lower-cased. A file with a NUL byte in its first 8 KiB is skipped; "
                    + "symbolic links are not followed."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private static final int MOST_WORKERS = 64;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many worker processes, 1 to " + MOST_WORKERS + "; default ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A directory, a zip or a file; default the src.zip of the JDK, else the sources of Strait.")
    private @Nullable String path;

    @Override
    public Integer call() throws Exception {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw wrongCall("--workers takes a number from 1 to " + MOST_WORKERS + ", not " + workers + ".");
        }
        Path chosen = chosenPath();
        try (Input input = open(chosen)) {
            return count(chosen, input);
        }
    }

    private int count(Path chosen, Input input) throws Exception {
        PrintWriter out = commandLine().getOut();
        PrintWriter err = commandLine().getErr();
        Tally tally = new Tally();
        Progress.Style style =
                Terminal.canRedraw() ? Progress.Style.REDRAWN : json ? Progress.Style.NONE : Progress.Style.SPARSE;
        int columns = style == Progress.Style.REDRAWN ? Terminal.columns() : Terminal.DEFAULT_COLUMNS;
        Report report;
        try (Survey survey = style == Progress.Style.NONE ? Survey.none() : Survey.of(input);
                Progress progress = new Progress(err, style, columns, tally, survey::known)) {
            if (!json) {
                progress.note("Counting the words of " + Printable.of(chosen.toString()) + " with " + workers
                        + (workers == 1 ? " worker." : " workers."));
            }
            report =
                    new Demo(input, workers, tally, (name, why) -> progress.note(Unreadable.describe(name, why))).run();
        }
        out.println(json ? JsonReport.of(report) : TextReport.of(report).stripTrailing());
        out.flush();
        if (report.totals().lost() == 0) {
            return ExitCode.OK;
        }
        err.println("strait: results are missing for:");
        tally.inDoubt().forEach(name -> err.println("  " + Printable.of(name)));
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private Path chosenPath() {
        if (path == null) {
            return DefaultInput.find(System.getProperties(), System.getenv())
                    .orElseThrow(
                            () -> wrongCall("There is no src.zip in this JDK. Name a directory, a zip or a file."));
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw wrongCall("'" + Printable.of(path) + "' is not the name of a file: " + e.getReason() + ".");
        }
    }

    private Input open(Path chosen) {
        try {
            return Input.open(chosen);
        } catch (IOException e) {
            throw wrongCall(Unreadable.describe(chosen.toString(), e) + ".");
        }
    }

    private ParameterException wrongCall(String message) {
        return new ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
