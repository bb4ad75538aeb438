package dev.strait.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void everyExampleCanBeFoundByItsName() {
        assertEquals(
                List.of("capitalizer", "adder"),
                Examples.all().stream().map(Example::name).toList());
    }
}
