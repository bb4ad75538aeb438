package dev.strait.integration;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.error.DirectoryUnavailable;
import dev.strait.error.StraitException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

/** A process with one node, which does what it is told. It ends when its standard input does. */
public final class ActorMain {
    private final Node node;
    private final Map<String, Work> works = new HashMap<>();

    private ActorMain(Node node) {
        this.node = node;
    }

    /**
     * Starts the node, says {@code ready}, and then answers each line.
     *
     * @param arguments the node's name; {@code listen} or {@code join}; the address; the address to listen at when it joins, or {@code -}; then
     *     options with a time in milliseconds, {@code open=}, {@code resume=} (for both windows)
     */
    public static void main(String[] arguments) throws Exception {
        NodeOptions.Waits waits = NodeOptions.Waits.DEFAULT;
        for (int i = 4; i < arguments.length; i++) {
            String[] option = arguments[i].split("=");
            Duration time = Duration.ofMillis(Long.parseLong(option[1]));
            waits = switch (option[0]) {
                case "open" -> waits.withOpen(time);
                case "resume" -> waits.withResume(time, time);
                default -> throw new IllegalArgumentException(arguments[i]);
            };
        }
        NodeOptions options = NodeOptions.defaults()
                .withName(arguments[0])
                .withWaits(waits)
                .withInsecure()
                .withoutUnixSockets();
        Node node = arguments[1].equals("listen")
                ? Node.listen(arguments[2], options)
                : Node.join(arguments[2], options.withListen(arguments[3]));
        System.out.println("ready");
        ActorMain actor = new ActorMain(node);
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            System.out.println(actor.answer(input.nextLine().split(" ")));
        }
        Runtime.getRuntime().halt(0);
    }

    private String answer(String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "send" -> send(words);
            case "receive" -> begin(words[1], Work.receiving(node, name(words)));
            case "count" -> "" + work(words).count();
            case "pause" -> "" + work(words).longestPauseMillis();
            case "stop" -> work(words).stop();
            case "outcome" -> work(words).outcome();
            case "open" -> open(words);
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private Work work(String[] words) {
        Work work = works.get(words[1]);
        if (work == null) {
            throw new IllegalArgumentException("no work at channel " + words[1]);
        }
        return work;
    }

    private static ChannelName<Long> name(String[] words) {
        return ChannelName.of(words[1], Long.class).capacity(Integer.parseInt(words[2]));
    }

    /** Channel, capacity, number of the sender, how many values, microseconds between two. */
    private String send(String[] words) throws InterruptedException {
        return begin(
                words[1],
                Work.sending(
                        node,
                        name(words),
                        Long.parseLong(words[3]),
                        Long.parseLong(words[4]),
                        Long.parseLong(words[5])));
    }

    private String begin(String channel, Work work) {
        works.put(channel, work);
        return "begun";
    }

    /** Opens a sender and ends it. @return the time that took in milliseconds, or the code of the error */
    private String open(String[] words) throws InterruptedException {
        long since = System.nanoTime();
        try (var sender = node.sender(ChannelName.of(words[1], Long.class))) {
            sender.done();
            return "opened " + (System.nanoTime() - since) / 1_000_000;
        } catch (DirectoryUnavailable unavailable) {
            return unavailable.code() + " " + (System.nanoTime() - since) / 1_000_000;
        } catch (StraitException other) {
            return other.code() + " " + other.getMessage();
        }
    }
}
