package dev.strait.cli.demo;

import java.util.List;

/**
 * The job did not come to its end. The message says what happened, names the worker if it was one, and names the files in
 * doubt: those that were sent to a worker and whose result did not come back. Their words may or may not have been
 * counted by the worker; they are in no total.
 */
final class DemoFailed extends Exception {

    private static final long serialVersionUID = 1L;

    DemoFailed(String what, List<String> filesInDoubt, Throwable cause) {
        super(message(what, filesInDoubt), cause);
    }

    private static String message(String what, List<String> filesInDoubt) {
        if (filesInDoubt.isEmpty()) {
            return what + "\nNo file is in doubt: the results of all files sent to the workers have been merged.";
        }
        StringBuilder message = new StringBuilder(what)
                .append("\nFiles in doubt, sent to a worker and without a result: ")
                .append(filesInDoubt.size());
        filesInDoubt.forEach(name -> message.append("\n  ").append(Printable.of(name)));
        return message.toString();
    }
}
