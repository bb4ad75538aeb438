package dev.strait.cli.demo;

import java.util.List;

/**
 * The job did not come to its end. The message says what happened, names the workers that were lost, and names the files in
 * doubt: those that were sent to a worker and whose result did not come back. Their words may or may not have been
 * counted by the worker; they are in no total.
 */
final class DemoFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the failure.
     *
     * @param what one or more sentences
     * @param sent how many files had been sent
     * @param filesInDoubt the names of those of them that are in doubt
     */
    DemoFailed(String what, long sent, List<String> filesInDoubt, Throwable cause) {
        super(message(what, sent, filesInDoubt), cause);
    }

    private static String message(String what, long sent, List<String> filesInDoubt) {
        if (sent == 0) {
            return what + "\nNo file is in doubt: none had been sent to a worker yet.";
        }
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
