package dev.strait.cli.demo;

import java.io.IOException;
import java.io.InputStream;

/** One file of the input: a regular file, or an entry of a zip. */
interface Source {

    /** The name under which the user knows it. */
    String name();

    /**
     * Opens it for reading from the start. The caller closes the stream.
     *
     * @throws IOException if it cannot be opened; reading may fail later as well, also because a check sum is wrong
     */
    InputStream open() throws IOException;
}
