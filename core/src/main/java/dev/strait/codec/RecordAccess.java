package dev.strait.codec;

import dev.strait.error.UnsupportedType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to take a record apart and put it together. The handles are erased: references are {@code Object}, so that code which calls
 * them needs to see none of the user's classes; primitives stay, so that nothing is boxed.
 *
 * @param accessors one for each component, of type {@code (Object)X}
 * @param constructor the canonical one, of type {@code (X, Y, ...)Object}
 */
record RecordAccess(List<MethodHandle> accessors, MethodHandle constructor) {

    static RecordAccess of(Class<?> type, MethodHandles.@Nullable Lookup lookup, String place) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandles.Lookup finder = finder(type, lookup);
            List<MethodHandle> accessors = new ArrayList<>();
            for (RecordComponent component : components) {
                Method accessor = component.getAccessor();
                open(accessor, finder, type, place);
                accessors.add(finder.unreflect(accessor)
                        .asType(MethodType.methodType(erased(component.getType()), Object.class)));
            }
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            open(constructor, finder, type, place);
            MethodType erased = MethodType.methodType(
                    Object.class,
                    Arrays.stream(parameters).map(RecordAccess::erased).toList());
            return new RecordAccess(
                    List.copyOf(accessors),
                    finder.unreflectConstructor(constructor).asType(erased));
        } catch (IllegalAccessException e) {
            throw closed(type, place);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has a canonical constructor: " + type, e);
        }
    }

    private static MethodHandles.Lookup finder(Class<?> type, MethodHandles.@Nullable Lookup lookup) {
        if (lookup != null) {
            try {
                return MethodHandles.privateLookupIn(type, lookup);
            } catch (IllegalAccessException e) {
                // A record of yet another module, which may be open to us all the same.
            }
        }
        return MethodHandles.lookup();
    }

    /** Our own lookup needs the member made accessible; a lookup inside the record's package does not. */
    private static void open(AccessibleObject member, MethodHandles.Lookup finder, Class<?> type, String place) {
        if (finder.lookupClass() != type && !member.trySetAccessible()) {
            throw closed(type, place);
        }
    }

    private static Class<?> erased(Class<?> type) {
        return type.isPrimitive() ? type : Object.class;
    }

    private static UnsupportedType closed(Class<?> type, String place) {
        String module = type.getModule().isNamed() ? type.getModule().getName() : "the unnamed module";
        return new UnsupportedType(
                place,
                "record " + type.getName() + " is not open to Strait; add 'opens " + type.getPackageName()
                        + " to dev.strait.core;' to the module-info of " + module
                        + ", or pass MethodHandles.lookup() from that module when declaring the channel");
    }
}
