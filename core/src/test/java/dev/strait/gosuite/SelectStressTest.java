package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Channel;
import dev.strait.Receiver;
import dev.strait.Select;
import dev.strait.Sender;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code TestSelectStress} of {@code runtime/chan_test.go}: on four channels, two of them without a buffer, each with a plain
 * sender and a plain receiver, one select sends into all and another receives from all; every exchange takes place, and all come to an end.
 */
@Timeout(60)
class SelectStressTest {

    @Over({LOCAL, REMOTE})
    void plainAndSelectedSendersAndReceiversComeToAnEnd(Pipes pipes) throws InterruptedException {
        int each = pipes.areRemote() ? 500 : 20_000;
        List<Pipe<Integer>> channels = List.of(pipes.ints(0), pipes.ints(0), pipes.ints(2), pipes.ints(3));
        for (Pipe<Integer> channel : channels) {
            pipes.go(() -> {
                for (int i = 0; i < each; i++) {
                    channel.in().send(0);
                }
            });
            pipes.go(() -> {
                for (int i = 0; i < each; i++) {
                    channel.out().receive();
                }
            });
        }
        int[] sent = new int[channels.size()];
        int[] received = new int[channels.size()];
        pipes.go(() -> {
            for (int i = 0; i < channels.size() * each; i++) {
                Select<Integer> select = Select.of();
                for (int c = channels.size() - 1; c >= 0; c--) {
                    int chosen = c;
                    Sender<Integer> to = sent[c] < each ? channels.get(c).in() : Channel.never();
                    select.send(to, 0, () -> sent[chosen]++);
                }
                select.await();
            }
        });
        pipes.go(() -> {
            for (int i = 0; i < channels.size() * each; i++) {
                Select<Integer> select = Select.of();
                for (int c = 0; c < channels.size(); c++) {
                    int chosen = c;
                    Receiver<Integer> from =
                            received[c] < each ? channels.get(c).out() : Channel.never();
                    select.receive(from, value -> received[chosen]++);
                }
                select.await();
            }
        });
        pipes.awaitAll();
        for (int c = 0; c < channels.size(); c++) {
            assertEquals(each, sent[c]);
            assertEquals(each, received[c]);
        }
    }
}
