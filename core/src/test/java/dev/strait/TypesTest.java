package dev.strait;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import dev.strait.codec.Schema;
import dev.strait.codec.TypeRef;
import dev.strait.error.ChannelDone;
import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import dev.strait.error.MessageTooLarge;
import dev.strait.error.TypeClash;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Types, and values that cannot travel, between nodes. */
class TypesTest {
    /** One version of a program. */
    interface V1 {
        record Order(long id, String item) {}
    }

    /** The next version of it. */
    interface V2 {
        record Order(String item, long id, String note, int count) {}
    }

    /** Another program, which means something else by the same name. */
    interface Other {
        record Order(boolean id) {}
    }

    record Picky(int number) {
        static volatile int refused = -1;

        Picky {
            if (number == refused) {
                throw new IllegalArgumentException("no " + number + " here");
            }
        }
    }

    private static final ChannelName<V1.Order> ORDERS = ChannelName.of("orders", V1.Order.class);
    private static final ChannelName<V2.Order> NEXT_ORDERS = ChannelName.of("orders", V2.Order.class);
    private static final ChannelName<Picky> PICKY = ChannelName.of("picky", Picky.class);
    private static final ChannelName<byte[]> BYTES = ChannelName.of("bytes", Codec.bytes());

    @Test
    void aTypeThatDoesNotFitIsRefusedWhenOpenedAndDisturbsNobody() throws Exception {
        ChannelName<Other.Order> other = ChannelName.of("orders", Other.Order.class);
        try (var cluster = new Cluster()) {
            Receiver<V1.Order> receiver = cluster.hub().receiver(ORDERS);
            Node node = cluster.join("node");
            Sender<V1.Order> sender = node.sender(ORDERS);
            TypeClash clash = assertThrows(TypeClash.class, () -> node.sender(other));
            assertTrue(clash.getMessage().contains("boolean"), clash.getMessage());
            assertTrue(clash.getMessage().contains("String"), clash.getMessage());
            assertEquals("orders", clash.channel());
            assertThrows(TypeClash.class, () -> cluster.hub().receiver(other));
            sender.send(new V1.Order(1, "tea"));
            assertEquals(new V1.Order(1, "tea"), receiver.receive());
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void componentsAddedAndRemovedAreAcceptedInBothDirections() throws Exception {
        try (var cluster = new Cluster()) {
            Node old = cluster.join("old");
            Node young = cluster.join("young");
            Receiver<V2.Order> atYoung = young.receiver(NEXT_ORDERS);
            Sender<V1.Order> byOld = old.sender(ORDERS);
            Sender<V2.Order> byYoung = young.sender(NEXT_ORDERS);
            byOld.send(new V1.Order(7, "tea"));
            assertEquals(new V2.Order("tea", 7, "", 0), emptied(atYoung.receive()));
            byYoung.send(new V2.Order("rice", 8, "soon", 2));
            assertEquals(new V2.Order("rice", 8, "soon", 2), atYoung.receive());
            Receiver<V1.Order> atOld = old.receiver(ORDERS);
            atYoung.close();
            byYoung.send(new V2.Order("salt", 9, "later", 3));
            assertEquals(new V1.Order(9, "salt"), atOld.receive());
            byOld.done();
            byYoung.done();
            assertThrows(ChannelDone.class, atOld::receive);
        }
    }

    /** What a sender does not know arrives null or empty. */
    private static V2.Order emptied(V2.Order order) {
        return order.note() == null ? new V2.Order(order.item(), order.id(), "", order.count()) : order;
    }

    @Test
    void aValueThatCannotBeEncodedLosesNothing() throws Exception {
        ChannelName<List<String>> lists = ChannelName.of("lists", new TypeRef<List<String>>() {});
        try (var cluster = new Cluster()) {
            Receiver<List<String>> receiver = cluster.hub().receiver(lists);
            Sender<List<String>> sender = cluster.join("s").sender(lists);
            sender.send(List.of("a"));
            EncodeFailed failure = assertThrows(EncodeFailed.class, () -> sender.send(Arrays.asList("b", null)));
            assertTrue(failure.getMessage().contains("null"), failure.getMessage());
            assertThrows(EncodeFailed.class, () -> sender.trySend(Arrays.asList("b", null)));
            sender.send(List.of("c"));
            sender.done();
            List<List<String>> got = new ArrayList<>();
            receiver.forEach(got::add);
            assertEquals(List.of(List.of("a"), List.of("c")), got);
        }
    }

    @Test
    void aValueThatCannotBeDecodedFailsOneReceiveAndTheNextGoesOn() throws Exception {
        for (boolean apart : List.of(true, false)) {
            try (var cluster = new Cluster()) {
                Receiver<Picky> receiver = cluster.hub().receiver(PICKY);
                Sender<Picky> sender = (apart ? cluster.join("s") : cluster.hub()).sender(PICKY);
                for (int i = 0; i < 6; i++) {
                    sender.send(new Picky(i));
                }
                assertEquals(0, receiver.receive().number());
                Picky.refused = 1;
                DecodeFailed failure = assertThrows(DecodeFailed.class, receiver::receive);
                assertTrue(failure.getMessage().contains("picky"), failure.getMessage());
                assertEquals(2, receiver.receive().number());
                Picky.refused = 3;
                assertThrows(DecodeFailed.class, receiver::tryReceive);
                Picky.refused = 4;
                assertThrows(
                        DecodeFailed.class,
                        () -> Select.<Integer>of()
                                .receive(receiver, Picky::number)
                                .await());
                Picky.refused = -1;
                assertEquals(5, receiver.receive().number());
                sender.done();
                assertThrows(ChannelDone.class, receiver::receive);
            }
        }
    }

    @Test
    void aValueAboveTheMaximumSizeIsRefusedAndTheChannelGoesOn() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<byte[]> receiver = cluster.hub().receiver(BYTES);
            Node small = cluster.join(cluster.options("small").withMaxMessageBytes(1_000));
            Sender<byte[]> sender = small.sender(BYTES);
            sender.send(new byte[1_000]);
            MessageTooLarge failure = assertThrows(MessageTooLarge.class, () -> sender.send(new byte[1_001]));
            assertEquals(1_000, failure.max());
            assertThrows(MessageTooLarge.class, () -> sender.trySend(new byte[100_000]));
            sender.send(new byte[1]);
            sender.done();
            assertEquals(1_000, receiver.receive().length);
            assertEquals(1, receiver.receive().length);
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void aValueThatNoReceiverTakesForItsSizeIsRefused() throws Exception {
        try (var cluster = new Cluster()) {
            Node small = cluster.join(cluster.options("small").withMaxMessageBytes(1_000));
            Receiver<byte[]> receiver = small.receiver(BYTES);
            Sender<byte[]> sender = cluster.hub().sender(BYTES);
            sender.send(new byte[1_000]);
            MessageTooLarge failure = assertThrows(MessageTooLarge.class, () -> sender.send(new byte[1_100]));
            assertEquals(1_000, failure.max());
            sender.send(new byte[2]);
            sender.done();
            assertEquals(1_000, receiver.receive().length);
            assertEquals(2, receiver.receive().length);
        }
    }

    @Test
    void aValueOfSixteenMebibytesTravelsBesideSmallOnes() throws Exception {
        byte[] large = new byte[16 << 20];
        new Random(16).nextBytes(large);
        ChannelName<Integer> numbers = ChannelName.of("numbers", Integer.class);
        for (boolean apart : List.of(true, false)) {
            try (var cluster = new Cluster()) {
                Receiver<byte[]> receiver = cluster.hub().receiver(BYTES);
                Receiver<Integer> small = cluster.hub().receiver(numbers);
                Node node = apart ? cluster.join("s") : cluster.hub();
                Sender<byte[]> sender = node.sender(BYTES);
                Sender<Integer> beside = node.sender(numbers);
                Task<Void> sending = Task.start(() -> {
                    sender.send(new byte[] {1});
                    sender.send(large);
                    sender.send(new byte[] {2});
                    sender.send(large);
                    sender.done();
                    return null;
                });
                Task<Void> numbering = Task.start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        beside.send(i);
                    }
                    beside.done();
                    return null;
                });
                List<Integer> got = new ArrayList<>();
                small.forEach(got::add);
                assertEquals(IntStream.range(0, 1_000).boxed().toList(), got);
                assertArrayEquals(new byte[] {1}, receiver.receive());
                assertArrayEquals(large, receiver.receive());
                assertArrayEquals(new byte[] {2}, receiver.receive());
                assertArrayEquals(large, receiver.receive());
                assertThrows(ChannelDone.class, receiver::receive);
                sending.get();
                numbering.get();
            }
        }
    }

    @Test
    void valuesOfEverySizeArriveWhole() throws Exception {
        int[] sizes = {0, 1, 127, 128, 2_000, 2_048, 2_049, 16_383, 16_384, 65_519, 65_520, 65_536, 70_000, 300_000};
        try (var cluster = new Cluster()) {
            Receiver<byte[]> receiver = cluster.hub().receiver(BYTES);
            Sender<byte[]> sender = cluster.join("s").sender(BYTES);
            Task<Void> sending = Task.start(() -> {
                for (int round = 0; round < 3; round++) {
                    for (int size : sizes) {
                        byte[] value = new byte[size];
                        Arrays.fill(value, (byte) size);
                        sender.send(value);
                    }
                }
                sender.done();
                return null;
            });
            for (int round = 0; round < 3; round++) {
                for (int size : sizes) {
                    byte[] value = receiver.receive();
                    assertEquals(size, value.length);
                    assertTrue(size == 0 || (value[0] == (byte) size && value[size - 1] == (byte) size));
                }
            }
            assertThrows(ChannelDone.class, receiver::receive);
            sending.get();
        }
    }

    @Test
    void aTimedSendOfALargeValueKeepsItsTime() throws Exception {
        ChannelName<byte[]> one = BYTES.capacity(1);
        try (var cluster = new Cluster()) {
            Receiver<byte[]> receiver = cluster.hub().receiver(one);
            Sender<byte[]> sender = cluster.join("s").sender(one);
            sender.send(new byte[10]);
            assertEquals(new Sent.Full(), sender.send(new byte[1 << 20], Duration.ofMillis(30)));
            assertEquals(10, receiver.receive().length);
            assertEquals(new Sent.Accepted(), sender.send(new byte[1 << 20], Duration.ofSeconds(20)));
            assertEquals(1 << 20, receiver.receive().length);
            sender.done();
        }
    }

    record Numbers(long narrowed, int rounded, Integer unboxed, Instant at, List<String> tags, Optional<String> note) {}

    interface Narrowed {
        record Numbers(int narrowed) {}
    }

    interface Rounded {
        record Numbers(float rounded) {}
    }

    interface Unboxed {
        record Numbers(int unboxed) {}
    }

    interface Retimed {
        record Numbers(LocalDateTime at) {}
    }

    interface Regrouped {
        record Numbers(Set<String> tags) {}
    }

    interface Required {
        record Numbers(String note) {}
    }

    interface Strange {
        record Numbers(String unknown) {}
    }

    record Figures(long narrowed) {}

    @Test
    void everyChangeThatDoesNotFitIsRefusedWhenOpenedWithBothTypes() throws Exception {
        Map<Class<?>, String> reasons = new LinkedHashMap<>();
        reasons.put(Narrowed.Numbers.class, "Numbers.narrowed: long was written, and it is read as int");
        reasons.put(Rounded.Numbers.class, "Numbers.rounded: int was written, and it is read as float");
        reasons.put(Unboxed.Numbers.class, "Numbers.unboxed: Integer was written, and it is read as int");
        reasons.put(Retimed.Numbers.class, "Numbers.at: Instant was written, and it is read as LocalDateTime");
        reasons.put(Regrouped.Numbers.class, "Numbers.tags: List<String> was written, and it is read as Set<String>");
        reasons.put(Required.Numbers.class, "Numbers.note: Optional<String> was written, and it is read as String");
        reasons.put(Strange.Numbers.class, "record Numbers has no component that both sides know");
        reasons.put(Figures.class, "record Numbers was written, and it is read as record Figures");
        ChannelName<Numbers> numbers = ChannelName.of("numbers", Numbers.class);
        Numbers value = new Numbers(1, 2, 3, Instant.EPOCH, List.of("a"), Optional.of("b"));
        try (var cluster = new Cluster()) {
            Sender<Numbers> sender = cluster.hub().sender(numbers);
            Node node = cluster.join("node");
            for (Map.Entry<Class<?>, String> each : reasons.entrySet()) {
                ChannelName<?> changed = ChannelName.of("numbers", each.getKey());
                TypeClash clash = assertThrows(TypeClash.class, () -> node.receiver(changed));
                String message = clash.getMessage();
                assertTrue(message.contains(each.getValue()), message);
                assertTrue(message.contains(Codec.of(Numbers.class).schema().toString()), message);
                assertTrue(message.contains(Codec.of(each.getKey()).schema().toString()), message);
            }
            Receiver<Numbers> receiver = node.receiver(numbers);
            sender.send(value);
            sender.done();
            assertEquals(value, receiver.receive());
        }
    }

    interface OldColours {
        enum Colour {
            RED,
            BLUE
        }
    }

    interface NewColours {
        enum Colour {
            BLUE,
            GREEN
        }
    }

    /** A codec with a fault of its own, in the place where it looks at the sender's schema. */
    private static final class Broken implements Codec<V2.Order> {
        private static final Codec<V2.Order> CODEC = Codec.of(V2.Order.class);

        @Override
        public Schema schema() {
            return CODEC.schema();
        }

        @Override
        public void encode(V2.Order value, Output out) {
            CODEC.encode(value, out);
        }

        @Override
        public V2.Order decode(Input in) {
            return CODEC.decode(in);
        }

        @Override
        public Codec<V2.Order> reading(Schema writer) {
            throw new LinkageError("broken on purpose");
        }
    }

    @Test
    void anErrorOfTheReceiversOwnCodecFailsEachValueAndLosesNone() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<V2.Order> receiver = cluster.hub().receiver(ChannelName.of("orders", new Broken()));
            Sender<V1.Order> sender = cluster.join("s").sender(ORDERS);
            for (int i = 0; i < 3; i++) {
                sender.send(new V1.Order(i, "tea"));
            }
            sender.done();
            for (int i = 0; i < 3; i++) {
                DecodeFailed failure = assertThrows(DecodeFailed.class, receiver::receive);
                assertTrue(failure.getMessage().contains("broken on purpose"), failure.getMessage());
            }
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void aConstantThatTheReceiverDoesNotHaveFailsOneReceive() throws Exception {
        ChannelName<NewColours.Colour> young = ChannelName.of("colours", NewColours.Colour.class);
        ChannelName<OldColours.Colour> old = ChannelName.of("colours", OldColours.Colour.class);
        try (var cluster = new Cluster()) {
            Receiver<OldColours.Colour> receiver = cluster.hub().receiver(old);
            Sender<NewColours.Colour> sender = cluster.join("s").sender(young);
            sender.send(NewColours.Colour.GREEN);
            sender.send(NewColours.Colour.BLUE);
            sender.done();
            DecodeFailed failure = assertThrows(DecodeFailed.class, receiver::receive);
            assertTrue(failure.getMessage().contains("GREEN"), failure.getMessage());
            assertEquals(OldColours.Colour.BLUE, receiver.receive());
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    record Chain(int value, Chain next) {}

    private static Chain chain(int levels) {
        Chain chain = null;
        for (int i = 0; i < levels; i++) {
            chain = new Chain(i, chain);
        }
        return chain;
    }

    @Test
    void aValueThatNestsTooDeeplyIsRefusedAndTheChannelGoesOn() throws Exception {
        ChannelName<Chain> chains = ChannelName.of("chains", Chain.class);
        try (var cluster = new Cluster()) {
            Receiver<Chain> receiver = cluster.hub().receiver(chains);
            Sender<Chain> sender = cluster.join("s").sender(chains);
            Chain most = chain(500);
            Chain deeper = chain(501);
            Task<Void> sending = Task.start(() -> {
                sender.send(most);
                assertThrows(EncodeFailed.class, () -> sender.send(deeper));
                assertThrows(EncodeFailed.class, () -> sender.trySend(chain(100_000)));
                sender.send(most);
                sender.done();
                return null;
            });
            assertEquals(most, receiver.receive());
            assertEquals(most, receiver.receive());
            assertThrows(ChannelDone.class, receiver::receive);
            sending.get();
        }
    }
}
