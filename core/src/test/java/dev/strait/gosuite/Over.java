package dev.strait.gosuite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test of one parameter, the {@link Pipes} of each of the carriers. They are closed after the test, which fails if a
 * thread that was started on them failed, or is left. The remote ones of a test class share a pair of nodes.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(PipesPerCarrier.class)
@interface Over {
    /** The carriers to run on. */
    Carrier[] value();
}
