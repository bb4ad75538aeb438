package dev.strait.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pins processes to cores by {@code taskset}, where that is there. */
public final class Cores {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final List<Integer> allowed;

    private Cores(List<Integer> allowed) {
        this.allowed = allowed;
    }

    /** Finds out which cores this process may use. */
    public static Cores find() {
        try {
            if (Files.isReadable(STATUS) && hasTaskset()) {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith(ALLOWED)) {
                        return new Cores(parse(line.substring(ALLOWED.length()).strip()));
                    }
                }
            }
        } catch (IOException unreadable) {
            // As good as not there.
        }
        return new Cores(List.of());
    }

    private static boolean hasTaskset() {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "taskset"))) {
                return true;
            }
        }
        return false;
    }

    /** Reads a list such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1].strip());
            for (int core = Integer.parseInt(ends[0].strip()); core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** Whether a number of processes can have a core each. */
    public boolean suffice(int processes) {
        return allowed.size() >= processes;
    }

    /** Returns what goes before a command in order to pin it. */
    List<String> pin(int process) {
        return List.of("taskset", "-c", String.valueOf(allowed.get(process)));
    }
}
