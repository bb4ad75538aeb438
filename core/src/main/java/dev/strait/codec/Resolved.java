package dev.strait.codec;

import dev.strait.error.UnsupportedType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Java type without type variables: a class with its type arguments, or an array with the type of its elements. Unlike reflection's
 * types, equal when it is the same.
 */
record Resolved(Class<?> raw, List<Resolved> arguments) {

    /** Deep enough for any type a person declares, and small enough for the stack. */
    private static final int MAX_ARGUMENT_NESTING = 32;

    /** The type that a program declares, in which every type variable is bound. */
    static Resolved of(Type type) {
        return of(type, Map.of(), type instanceof Class<?> raw ? raw.getSimpleName() : type.getTypeName());
    }

    /** Replaces every type variable by what it is bound to. */
    static Resolved of(Type type, Map<TypeVariable<?>, Resolved> bindings, String place) {
        return of(type, bindings, place, 0);
    }

    private static Resolved of(Type type, Map<TypeVariable<?>, Resolved> bindings, String place, int nesting) {
        if (nesting > MAX_ARGUMENT_NESTING) {
            throw new UnsupportedType(
                    place,
                    "type arguments are nested more than " + MAX_ARGUMENT_NESTING
                            + " deep; a generic record must not hold itself with ever larger type arguments");
        }
        return switch (type) {
            case Class<?> raw when raw.isArray() -> arrayOf(of(raw.componentType(), bindings, place, nesting + 1));
            case Class<?> raw -> {
                if (raw.getTypeParameters().length > 0) {
                    throw new UnsupportedType(
                            place,
                            raw.getSimpleName() + " stands here without its type arguments; declare them, for a whole"
                                    + " channel with new TypeRef<...>() {}");
                }
                yield new Resolved(raw, List.of());
            }
            case ParameterizedType generic -> {
                List<Resolved> arguments = new ArrayList<>();
                for (Type argument : generic.getActualTypeArguments()) {
                    arguments.add(of(argument, bindings, place, nesting + 1));
                }
                yield new Resolved((Class<?>) generic.getRawType(), List.copyOf(arguments));
            }
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], bindings, place, nesting + 1);
            case TypeVariable<?> variable -> {
                Resolved bound = bindings.get(variable);
                if (bound == null) {
                    throw new UnsupportedType(
                            place,
                            "what the type variable " + variable + " stands for is not known here; declare a type"
                                    + " without open type variables");
                }
                yield bound;
            }
            case GenericArrayType array -> arrayOf(of(array.getGenericComponentType(), bindings, place, nesting + 1));
            default -> throw new UnsupportedType(place, type + " is not a kind of type that can travel");
        };
    }

    private static Resolved arrayOf(Resolved component) {
        return new Resolved(component.raw().arrayType(), List.of(component));
    }

    /** What the type parameters of this class stand for. */
    Map<TypeVariable<?>, Resolved> bindings() {
        Map<TypeVariable<?>, Resolved> bindings = new HashMap<>();
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            bindings.put(parameters[i], arguments.get(i));
        }
        return bindings;
    }

    /**
     * Finds the type arguments that make a class a direct subtype of this type, as in {@code record Circle<R>(R radius)
     * implements Shape<R>}.
     */
    Resolved subtype(Class<?> subclass, String place) {
        Map<TypeVariable<?>, Resolved> found = new HashMap<>();
        for (Type parent : subclass.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType generic && generic.getRawType() == raw) {
                Type[] patterns = generic.getActualTypeArguments();
                for (int i = 0; i < patterns.length; i++) {
                    unify(patterns[i], arguments.get(i), found);
                }
            }
        }
        List<Resolved> result = new ArrayList<>();
        for (TypeVariable<?> parameter : subclass.getTypeParameters()) {
            Resolved bound = found.get(parameter);
            if (bound == null) {
                throw new UnsupportedType(
                        place,
                        "the type variable " + parameter + " of " + subclass.getSimpleName() + " does not follow from "
                                + this + "; pass it on to the sealed interface, or remove it");
            }
            result.add(bound);
        }
        return new Resolved(subclass, List.copyOf(result));
    }

    private static void unify(Type pattern, Resolved actual, Map<TypeVariable<?>, Resolved> found) {
        if (pattern instanceof TypeVariable<?> variable) {
            found.putIfAbsent(variable, actual);
        } else if (pattern instanceof ParameterizedType generic && generic.getRawType() == actual.raw()) {
            Type[] patterns = generic.getActualTypeArguments();
            for (int i = 0; i < patterns.length; i++) {
                unify(patterns[i], actual.arguments().get(i), found);
            }
        } else if (pattern instanceof GenericArrayType array && actual.raw().isArray()) {
            unify(array.getGenericComponentType(), actual.arguments().getFirst(), found);
        }
    }

    @Override
    public String toString() {
        if (raw.isArray()) {
            return arguments.getFirst() + "[]";
        }
        return arguments.isEmpty()
                ? raw.getSimpleName()
                : arguments.stream()
                        .map(Resolved::toString)
                        .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
    }
}
