package dev.strait.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A bad line made by a process, {@link WireMain}, for kernels without netem: it joins the cable of one host to the switch. */
final class Wire implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private Wire(Process process) {
        this.process = process;
        this.answers = process.inputReader();
    }

    /** Puts one between a port of the switch and the switch. */
    static Wire between(String hub, int number, String port, Impairment impairment) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", hub));
        command.addAll(Jvm.command("-Xmx64m", "--enable-native-access=ALL-UNNAMED"));
        String inner = "inner" + number;
        String outer = "outer" + number;
        command.addAll(List.of(
                WireMain.class.getName(),
                inner,
                outer,
                "" + impairment.delayMillis(),
                "" + impairment.lossPercent(),
                "" + impairment.duplicatePercent(),
                "" + impairment.reorderPercent(),
                "" + number));
        Wire wire;
        try {
            wire = new Wire(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            wire.answer();
            String bridge = "bad" + number;
            Shell.run("ip -n " + hub + " link add " + bridge + " type bridge");
            Shell.run("ip -n " + hub + " link set " + bridge + " up");
            Shell.run("ip -n " + hub + " link set " + inner + " master " + bridge + " up");
            Shell.run("ip -n " + hub + " link set " + outer + " master br0 up");
            Shell.run("ip -n " + hub + " link set " + port + " master " + bridge);
            return wire;
        } catch (RuntimeException | AssertionError e) {
            wire.close();
            throw e;
        }
    }

    /** How many packets it has lost. */
    long lost() {
        try {
            process.outputWriter().write("lost\n");
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.parseLong(answer());
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("the wire has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
