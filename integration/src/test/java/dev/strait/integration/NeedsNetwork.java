package dev.strait.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that make a {@link Network}: where none can be made they are reported as not run, loudly, by {@link NetworkCondition}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NetworkCondition.class)
@interface NeedsNetwork {
    /** Whether they make lines that delay and lose packets. */
    boolean withBadLines() default false;
}
