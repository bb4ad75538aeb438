package dev.strait.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Tells the version of Strait that this command line was built with, and the Java that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        // Only a module knows its version; a run on the class path is a developer's.
        var version = Optional.ofNullable(Version.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("of the working tree");
        return new String[] {"strait " + version + ", Java " + Runtime.version()};
    }
}
