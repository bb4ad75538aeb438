package dev.strait.wire.directory;

import static dev.strait.wire.directory.Stage.A;
import static dev.strait.wire.directory.Stage.B;
import static dev.strait.wire.directory.Stage.BROKEN;
import static dev.strait.wire.directory.Stage.SPEC;
import static dev.strait.wire.directory.Stage.end;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every state with every input, compared with the tables in docs/protocol.md. */
class DirectoryTableTest {
    private static final EndRef SENDER = end(A, 1);
    private static final EndRef RECEIVER = end(B, 1);
    private static final EndRef LATE = end(A, 2);

    @Test
    void everyStateOfAChannelTakesEveryInputAsTheTableSays() {
        Map<String, Consumer<Stage>> states = new LinkedHashMap<>();
        states.put("EMPTY", _ -> {});
        states.put("LIVE", DirectoryTableTest::openBoth);
        states.put("COMPLETED", stage -> {
            openBoth(stage);
            stage.end(SENDER, EndState.DONE);
            stage.open(LATE, Role.SENDER);
        });
        states.put("FAILED", stage -> {
            openBoth(stage);
            stage.end(SENDER, BROKEN);
            stage.open(LATE, Role.SENDER);
        });
        Map<String, Consumer<Stage>> inputs = new LinkedHashMap<>();
        inputs.put("a sender opens", stage -> stage.open(end(A, 3), Role.SENDER));
        inputs.put("a sender opens as done", stage -> stage.open(end(A, 3), SPEC, Role.SENDER, EndState.DONE, null));
        inputs.put("a sender opens as failed", stage -> stage.open(end(A, 3), SPEC, Role.SENDER, BROKEN, null));
        inputs.put("a receiver opens", stage -> stage.open(end(A, 3), Role.RECEIVER));
        inputs.put(
                "an end opens with another spec",
                stage -> stage.open(end(A, 3), Stage.spec("words", 2, false, false), Role.SENDER));
        inputs.put("an end opens with an unchecked schema", stage -> stage.open(end(A, 3), Role.SENDER, "int"));
        inputs.put("the sender says done", stage -> stage.end(SENDER, EndState.DONE));
        inputs.put("the sender fails", stage -> stage.end(SENDER, BROKEN));
        inputs.put("the sender closes", stage -> stage.close(SENDER));
        inputs.put("the sender is withdrawn", stage -> stage.withdraw(SENDER));
        inputs.put("the sender's node is lost", stage -> stage.directory.lost(A));
        inputs.put("the sender's node leaves", stage -> stage.apply(A, new ToDirectory.LeaveNode()));
        inputs.put("the late sender says done", stage -> stage.end(LATE, EndState.DONE));
        inputs.put("the late sender fails", stage -> stage.end(LATE, BROKEN));
        inputs.put("the late sender closes", stage -> stage.close(LATE));
        inputs.put("the receiver closes", stage -> stage.close(RECEIVER));
        inputs.put("the receiver's node is lost", stage -> stage.directory.lost(B));
        inputs.put("every node is lost", stage -> {
            stage.directory.lost(A);
            stage.directory.lost(B);
        });
        List<String> rows = new ArrayList<>();
        inputs.forEach((name, input) -> {
            List<String> cells = new ArrayList<>();
            states.values().forEach(state -> {
                Stage stage = new Stage();
                stage.joined(A, B);
                state.accept(stage);
                stage.drain();
                cells.add(outcome(stage, input) + " → " + channel(stage));
            });
            rows.add(Specification.row(name, cells));
        });
        compare("Channel: states", rows);
    }

    @Test
    void everyStateOfASenderTakesEveryInputAsTheTableSays() {
        Map<String, Consumer<Stage>> states = new LinkedHashMap<>();
        states.put("OPEN", _ -> {});
        states.put("DONE", stage -> stage.end(SENDER, EndState.DONE));
        states.put("FAILED", stage -> stage.end(SENDER, BROKEN));
        states.put("GONE", stage -> {
            stage.end(SENDER, EndState.DONE);
            stage.close(SENDER);
        });
        states.put("LOST", stage -> {
            stage.directory.lost(A);
            stage.joined(A);
        });
        Map<String, Consumer<Stage>> inputs = endInputs(SENDER, Role.SENDER);
        inputs.put("done", stage -> stage.end(SENDER, EndState.DONE));
        inputs.put("failed", stage -> stage.end(SENDER, BROKEN));
        inputs.put("opened again as done", stage -> stage.open(SENDER, SPEC, Role.SENDER, EndState.DONE, null));
        compare("Sender: states", endTable(states, inputs, SENDER));
    }

    @Test
    void everyStateOfAReceiverTakesEveryInputAsTheTableSays() {
        EndRef receiver = end(A, 1);
        Map<String, Consumer<Stage>> states = new LinkedHashMap<>();
        states.put("OPEN", _ -> {});
        states.put("GONE", stage -> stage.close(receiver));
        states.put("LOST", stage -> {
            stage.directory.lost(A);
            stage.joined(A);
        });
        Map<String, Consumer<Stage>> inputs = endInputs(receiver, Role.RECEIVER);
        inputs.put("done", stage -> stage.end(receiver, EndState.DONE));
        inputs.put("failed", stage -> stage.end(receiver, BROKEN));
        inputs.put("opened again as done", stage -> stage.open(receiver, SPEC, Role.RECEIVER, EndState.DONE, null));
        compare("Receiver: states", endTable(states, inputs, receiver));
    }

    private static Map<String, Consumer<Stage>> endInputs(EndRef end, Role role) {
        Map<String, Consumer<Stage>> inputs = new LinkedHashMap<>();
        inputs.put("close", stage -> stage.close(end));
        inputs.put("withdraw", stage -> stage.withdraw(end));
        inputs.put("its node is lost", stage -> stage.directory.lost(end.node()));
        inputs.put("its node leaves", stage -> stage.apply(end.node(), new ToDirectory.LeaveNode()));
        inputs.put("opened again", stage -> stage.open(end, role));
        return inputs;
    }

    /** The end is node a's; node b has a receiver and a sender that is open throughout, so only a failure ends the channel. */
    private static List<String> endTable(
            Map<String, Consumer<Stage>> states, Map<String, Consumer<Stage>> inputs, EndRef end) {
        Role role = states.containsKey("DONE") ? Role.SENDER : Role.RECEIVER;
        List<String> rows = new ArrayList<>();
        inputs.forEach((name, input) -> {
            List<String> cells = new ArrayList<>();
            states.values().forEach(state -> {
                Stage stage = new Stage();
                stage.joined(A, B);
                stage.open(end, role);
                stage.open(RECEIVER, Role.RECEIVER);
                stage.open(end(B, 2), Role.SENDER);
                state.accept(stage);
                stage.drain();
                cells.add(outcome(stage, input) + " → " + state(stage, end));
            });
            rows.add(Specification.row(name, cells));
        });
        return rows;
    }

    private static void openBoth(Stage stage) {
        stage.open(SENDER, Role.SENDER);
        stage.open(RECEIVER, Role.RECEIVER);
    }

    /** What the actor's node and the other one are told, without repeating names that the input says. */
    private static String outcome(Stage stage, Consumer<Stage> input) {
        try {
            input.accept(stage);
        } catch (ProtocolViolation _) {
            return "violation";
        }
        List<Outgoing> said = stage.messages();
        String toA = to(said, A);
        String toB = to(said, B);
        if (toA.equals(toB)) {
            return toA.isEmpty() ? "nothing" : "both: " + toA;
        }
        List<String> parts = new ArrayList<>();
        if (!toA.isEmpty()) {
            parts.add("a: " + toA);
        }
        if (!toB.isEmpty()) {
            parts.add("b: " + toB);
        }
        return String.join("; ", parts);
    }

    private static String to(List<Outgoing> said, NodeRef node) {
        return String.join(
                ", ",
                said.stream()
                        .filter(each -> each.to().equals(node))
                        .map(each -> brief(each.message()))
                        .toList());
    }

    private static String brief(ToClient message) {
        return switch (message) {
            case ToClient.Joined _ -> "JOINED";
            case ToClient.Opened it -> "OPENED " + name(it.state());
            case ToClient.Refused it -> "REFUSED " + it.code();
            case ToClient.Appeared it -> "APPEARED " + Stage.text(it.member().state());
            case ToClient.Gone it -> "GONE " + it.how();
            case ToClient.Heard _ -> "HEARD";
            case ToClient.Completed it -> "COMPLETED" + (it.lost().isEmpty() ? "" : " with lost");
            case ToClient.Failed it -> "FAILED " + it.code();
        };
    }

    private static String name(ChannelState state) {
        return switch (state) {
            case ChannelState.Live _ -> "LIVE";
            case ChannelState.Completed _ -> "COMPLETED";
            case ChannelState.Failed _ -> "FAILED";
        };
    }

    private static String channel(Stage stage) {
        ChannelState state = stage.directory.state("words");
        return state == null ? "EMPTY" : name(state);
    }

    private static String state(Stage stage, EndRef end) {
        for (Member each : stage.directory.members("words")) {
            if (each.end().equals(end)) {
                return Stage.text(each.state());
            }
        }
        return switch (stage.directory.state("words")) {
            case ChannelState.Live it when it.departed().lost().contains(end) -> "LOST";
            case ChannelState.Completed it when it.lost().contains(end) -> "LOST";
            case null, default -> "gone";
        };
    }

    private static void compare(String heading, List<String> rows) {
        assertEquals(String.join("\n", Specification.table(heading)), String.join("\n", rows));
    }
}
