package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.frame.EndRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whoever lives on one incarnation of a node: the programs by their ends, and the callers of rendezvous channels. */
final class Residents {
    /** Of the node. */
    private final String name;

    private final Map<EndRef, Program> programs = new LinkedHashMap<>();
    private final List<Caller> callers = new ArrayList<>();

    Residents(String name) {
        this.name = name;
    }

    /** Their node is no more. */
    void crashed() {
        programs().forEach(Program::crashed);
        callers.forEach(Caller::crashed);
    }

    void register(EndRef end, Program program) {
        programs.put(end, program);
    }

    /** All of them, those that are over too, in the order in which they opened their ends. */
    List<Program> programs() {
        return List.copyOf(programs.values());
    }

    /** The program that has an end. */
    Program at(EndRef end) {
        Program program = programs.get(end);
        if (program == null) {
            throw new ContractViolation(name + " speaks of end " + end + ", which it does not have");
        }
        return program;
    }

    /** The program that sends through an end of a channel with a buffer. */
    QueueSenderProgram sender(EndRef end) {
        if (at(end) instanceof QueueSenderProgram sender) {
            return sender;
        }
        throw new ContractViolation(name + " tells what became of values of " + end + ", which sends none");
    }

    void register(Caller caller) {
        callers.add(caller);
    }

    /** Whoever calls rendezvous ends. */
    List<Caller> callers() {
        return callers;
    }

    /** Ends of rendezvous channels that calls may use now. */
    List<Program> rendezvousEnds() {
        return programs.values().stream()
                .filter(each -> each.channel.isRendezvous() && each.stage() == Program.Stage.RUNNING)
                .toList();
    }

    /** There may be something to do for the program that has an end. */
    void wake(EndRef end) {
        switch (at(end)) {
            case RendezvousSenderProgram sender -> sender.signal();
            case RendezvousReceiverProgram receiver -> receiver.signal();
            case Program other -> other.wake();
        }
    }

    void settled(EngineEvent.Settled settled) {
        if (at(settled.sender().ref()) instanceof RendezvousSenderProgram sender) {
            sender.settled(settled.offer(), settled.verdict());
        } else {
            throw new ContractViolation("a verdict for " + settled.sender().ref() + ", which makes no offers");
        }
    }

    /** Hands over what was batched. */
    void seal(EndRef end) {
        if (at(end) instanceof SenderProgram sender) {
            sender.seal();
        }
    }

    /** Says what was taken. */
    void report(EndRef end) {
        if (at(end) instanceof ReceiverProgram receiver) {
            receiver.report();
        }
    }

    /** The engine has closed a receiver, which no program has if nobody has claimed it. */
    void forsaken(EndRef end) {
        if (programs.get(end) instanceof QueueReceiverProgram receiver) {
            receiver.forsaken();
        }
    }

    /** The time has come that the driver of a receiver's program has named. */
    void remind(EndRef end) {
        if (at(end) instanceof QueueReceiverProgram receiver) {
            receiver.reminded();
        }
    }
}
