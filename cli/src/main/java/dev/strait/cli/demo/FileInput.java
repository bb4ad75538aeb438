package dev.strait.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A single file that was named itself. */
record FileInput(Path path) implements Input, Source {

    @Override
    public void walk(Visitor visitor) throws InterruptedException {
        visitor.file(this);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(path);
    }
}
