package dev.strait.codec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an interface that a value may hold it: it travels as a reference to the end of a channel, and what it is made of stays where it
 * is. The interface has one type parameter, the type of the values of that channel. It must be declared as itself; its subtypes
 * do not travel.
 *
 * <p>It stands on {@code dev.strait.Receiver}. How an end goes into a value and comes out of it is said by {@link Output.Carrier} and
 * {@link Input.Arrivals}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TravelsAsReference {}
