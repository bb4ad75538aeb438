package dev.strait.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Carries a generic type to run time: {@code new TypeRef<List<Order>>() {}} (with the braces, which make a subclass that
 * remembers the type argument). Immutable. The technique is Neal Gafter's "super type tokens".
 *
 * @param <T> the type that is carried
 */
public abstract class TypeRef<T> {

    private final Type type;

    /**
     * Captures the type argument of the subclass.
     *
     * @throws IllegalStateException if the subclass gives none, as in {@code new TypeRef() {}}
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
                || parent.getRawType() != TypeRef.class) {
            throw new IllegalStateException("write new TypeRef<List<Order>>() {} with the type between the brackets");
        }
        this.type = parent.getActualTypeArguments()[0];
    }

    /**
     * The type that is carried.
     *
     * @return the type, as reflection describes it
     */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return "TypeRef<" + type.getTypeName() + ">";
    }
}
