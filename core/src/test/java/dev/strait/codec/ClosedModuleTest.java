package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Channel;
import dev.strait.error.UnsupportedType;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in a real named module: exported ones need nothing, those in a closed package a lookup. */
class ClosedModuleTest {

    private static final Map<String, String> SOURCES = Map.of(
            "module-info.java",
            "module shop { exports shop.open; }",
            "shop/open/Door.java",
            """
            package shop.open;
            public class Door {
                public static Object shelf() { return shop.closed.Store.shelf(); }
                public static java.lang.invoke.MethodHandles.Lookup lookup() { return java.lang.invoke.MethodHandles.lookup(); }
            }
            """,
            "shop/open/Item.java",
            "package shop.open; public record Item(String name, int count) {}",
            "shop/closed/Order.java",
            """
            package shop.closed;
            record Line(String text) {}
            record Order(long id, Line line, shop.open.Item item) {}
            """,
            "shop/closed/Feed.java",
            "package shop.closed; record Feed(dev.strait.Receiver<Line> lines) {}",
            "shop/closed/Store.java",
            """
            package shop.closed;
            import java.time.Instant;
            import java.util.*;
            public class Store {
                private enum Colour { RED, GREEN }
                private sealed interface Shape permits Dot, Box {}
                private record Dot(Instant at) implements Shape {}
                private record Box(Shape[] parts, Colour colour) implements Shape {}
                private record Page<T>(List<T> items, Map<Colour, T> byColour) {}
                private record Shelf(Page<Shape> page, Colour[][] colours, int[] counts) {}
                public static Object shelf() {
                    Shape dot = new Dot(Instant.EPOCH);
                    Shape box = new Box(new Shape[] {dot}, Colour.GREEN);
                    return new Shelf(
                        new Page<>(List.of(dot, box), Map.of(Colour.RED, dot)),
                        new Colour[][] {{Colour.RED}, {}},
                        new int[] {7});
                }
            }
            """);

    private static ClassLoader shop(Path folder) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--add-reads", "shop=ALL-UNNAMED", "-d", folder.resolve("out").toString()));
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertEquals(0, result, messages::toString);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(folder.resolve("out")), ModuleFinder.of(), Set.of("shop"));
        ModuleLayer.Controller layer = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), ClassLoader.getSystemClassLoader());
        // As "requires dev.strait.core" would, if Strait were no part of the class path here.
        Module shop = layer.layer().findModule("shop").orElseThrow();
        layer.addReads(shop, Channel.class.getModule());
        return shop.getClassLoader();
    }

    @Test
    void aPublicRecordInAnExportedPackageNeedsNothing(@TempDir Path folder) throws Exception {
        Class<?> item = shop(folder).loadClass("shop.open.Item");
        assertRoundTrip(
                Codec.of(item), item.getConstructor(String.class, int.class).newInstance("nut", 3));
    }

    @Test
    void aRecordInAClosedPackageIsRefusedWithBothRemedies(@TempDir Path folder) throws Exception {
        Class<?> order = shop(folder).loadClass("shop.closed.Order");
        UnsupportedType refusal = assertThrows(UnsupportedType.class, () -> Codec.of(order));
        assertTrue(refusal.getMessage().contains("opens shop.closed to dev.strait.core;"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("module-info of shop"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("MethodHandles.lookup()"), refusal.getMessage());
    }

    @Test
    void aLookupFromThatModuleIsEnough(@TempDir Path folder) throws Exception {
        ClassLoader shop = shop(folder);
        MethodHandles.Lookup lookup = (MethodHandles.Lookup)
                shop.loadClass("shop.open.Door").getMethod("lookup").invoke(null);
        Class<?> order = shop.loadClass("shop.closed.Order");
        Codec<?> codec = Codec.of(order, lookup);
        Output written = new Output();
        written.writeZigZagLong(5);
        written.writeByte(0);
        written.writeByte(1);
        written.writeVarInt(4);
        written.writeBytes(new byte[] {'n', 'u', 't'}, 0, 3);
        written.writeZigZagInt(3);
        Object value = codec.decode(new Input(written.toByteArray()));
        assertEquals("Order[id=5, line=null, item=Item[name=nut, count=3]]", value.toString());
        assertRoundTrip(codec, value);
    }

    /** Also private ones, nested in a class, with what they hold: enums, sealed interfaces, generics and arrays. */
    @Test
    void aLookupReachesPrivateTypesOfEveryKindInThatModule(@TempDir Path folder) throws Exception {
        ClassLoader shop = shop(folder);
        Class<?> door = shop.loadClass("shop.open.Door");
        Object shelf = door.getMethod("shelf").invoke(null);
        Class<?> type = shelf.getClass();
        UnsupportedType refusal = assertThrows(UnsupportedType.class, () -> Codec.of(type));
        assertTrue(refusal.getMessage().contains("opens shop.closed to dev.strait.core;"), refusal.getMessage());
        Codec<?> codec =
                Codec.of(type, (MethodHandles.Lookup) door.getMethod("lookup").invoke(null));
        byte[] bytes = bytes(codec, shelf);
        Object back = codec.decode(new Input(bytes));
        assertSame(type, back.getClass());
        assertArrayEquals(bytes, bytes(codec, back));
        assertEquals(
                "record Shelf(Page page, Colour[][] colours, int[] counts); record Page(List<Shape> items, Map<Colour,"
                        + " Shape> byColour); sealed Shape = Dot | Box; record Dot(Instant at); record Box(Shape[] parts,"
                        + " Colour colour); enum Colour {RED, GREEN}",
                codec.schema().toString());
    }

    /** The codec of the values of a channel whose end travels is made later, and reaches as far. */
    @Test
    void aLookupReachesTheValuesOfAChannelWhoseEndTravels(@TempDir Path folder) throws Exception {
        ClassLoader shop = shop(folder);
        MethodHandles.Lookup lookup = (MethodHandles.Lookup)
                shop.loadClass("shop.open.Door").getMethod("lookup").invoke(null);
        Codec<?> codec = Codec.of(shop.loadClass("shop.closed.Feed"), lookup);
        List<Object> lines = new ArrayList<>();
        Input in = new Input(Bytes.ofHex("01 07"));
        in.arrivals((number, elements) -> {
            lines.add(elements.decode(new Input(Bytes.ofHex("02 61"))));
            return Channel.never();
        });
        codec.decode(in);
        assertEquals("[Line[text=a]]", lines.toString());
    }

    @SuppressWarnings("unchecked") // the codec was made for the class of the value
    private static byte[] bytes(Codec<?> codec, Object value) {
        return Bytes.of((Codec<Object>) codec, value);
    }

    @SuppressWarnings("unchecked") // the codec was made for the class of the value
    private static void assertRoundTrip(Codec<?> codec, Object value) {
        assertEquals(value, Bytes.again((Codec<Object>) codec, value));
    }
}
