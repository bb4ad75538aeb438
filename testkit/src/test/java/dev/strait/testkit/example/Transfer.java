package dev.strait.testkit.example;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Environment;
import dev.strait.testkit.virtual.Protocol;
import dev.strait.testkit.virtual.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The numbers from 1 on go from one host to another, each once and in order, whatever becomes of connections and hosts. */
class Transfer implements Scenario {
    final int count;
    final List<Long> arrived = new ArrayList<>(); // on the target's disk, so to speak: it outlives crashes

    Transfer(Dice dice) {
        count = dice.between(1, 5_000);
    }

    @Override
    public Protocol protocol(Environment environment) {
        return environment.place() == 0 ? source(environment) : target(environment);
    }

    Protocol source(Environment environment) {
        return new Source(environment, count);
    }

    Protocol target(Environment environment) {
        return new Target(environment, arrived);
    }

    @Override
    public void check() {
        if (!arrived.isEmpty() && arrived.getLast() != arrived.size()) {
            throw new ContractViolation(arrived.getLast() + " arrived as number " + arrived.size());
        }
    }

    @Override
    public boolean isComplete() {
        return arrived.size() == count;
    }
}
