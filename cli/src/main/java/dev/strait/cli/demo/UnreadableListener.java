package dev.strait.cli.demo;

import java.io.IOException;

/** Is told, by name, what could not be read. Called in the reading thread; does not block for long. */
@FunctionalInterface
interface UnreadableListener {
    void unreadable(String name, IOException why);
}
