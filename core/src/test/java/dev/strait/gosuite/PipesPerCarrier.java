package dev.strait.gosuite;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The arguments of {@link Over}; keeps the pair of nodes of a test class, and closes it after the class. */
final class PipesPerCarrier implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Carrier[] carriers =
                context.getRequiredTestMethod().getAnnotation(Over.class).value();
        return Arrays.stream(carriers).map(carrier -> Arguments.of(pipes(carrier, context)));
    }

    private static Pipes pipes(Carrier carrier, ExtensionContext context) {
        return switch (carrier) {
            case LOCAL -> new Pipes(Carrier.LOCAL, Wiring.local());
            case REMOTE -> new Pipes(Carrier.REMOTE, pair(context).wiring());
        };
    }

    private static NodePair pair(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        ExtensionContext ofClass = context.getParent().orElseThrow();
        return ofClass.getStore(ExtensionContext.Namespace.create(PipesPerCarrier.class))
                .computeIfAbsent(testClass, key -> new NodePair(testClass.getSimpleName()), NodePair.class);
    }
}
