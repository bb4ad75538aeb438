package dev.strait.cli.demo;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why something cannot be read; the exceptions of files have only a name as their message. */
final class Unreadable {

    private Unreadable() {}

    /** One line with the name and the reason, without control characters. */
    static String describe(String name, IOException why) {
        return Printable.of("Cannot read " + name + ": " + reason(why));
    }

    private static String reason(IOException why) {
        return switch (why) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> why.getMessage() == null ? why.toString() : why.getMessage();
        };
    }
}
