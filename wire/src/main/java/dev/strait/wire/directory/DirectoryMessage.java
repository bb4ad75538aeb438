package dev.strait.wire.directory;

/** What a DIRECTORY frame carries; see {@link DirectoryCodec} for the bytes. Every message is immutable. */
public sealed interface DirectoryMessage permits ToDirectory, ToClient {}
