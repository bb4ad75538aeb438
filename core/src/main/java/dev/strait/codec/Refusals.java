package dev.strait.codec;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;

/** Says why a class cannot travel, and what to declare instead. */
final class Refusals {

    private Refusals() {}

    static String reason(Class<?> type) {
        String name = type.getSimpleName();
        if (type == Object.class) {
            return "Object says nothing about what may travel (a '?' and an unbounded type variable mean Object too);"
                    + " declare a record, or a sealed interface of records";
        }
        if (type.isArray()) {
            return name + " is an array, and byte[] is the only array that can travel; declare a List instead";
        }
        if (type.isInterface() && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))) {
            return name + " is a collection that cannot travel; declare a List, Set or Map instead";
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return name + " is one implementation of a collection; declare the interface List, Set or Map instead";
        }
        if (type.isInterface()) {
            return "interface " + name + " is not sealed, so any class could stand behind it; make it sealed with"
                    + " records and enums as its subtypes, or declare one of its records";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return name + " is an abstract class; declare a sealed interface of records instead";
        }
        return "class " + name + " is not a record, and its fields are its own matter; declare a record that holds what"
                + " shall travel";
    }
}
