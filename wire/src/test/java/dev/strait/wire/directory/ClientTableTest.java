package dev.strait.wire.directory;

import static dev.strait.wire.directory.Stage.A;
import static dev.strait.wire.directory.Stage.HOST;
import static dev.strait.wire.directory.Stage.SPEC;
import static dev.strait.wire.directory.Stage.end;
import static dev.strait.wire.directory.Stage.fingerprint;
import static dev.strait.wire.directory.Stage.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every phase of an own end with every input, compared with the tables in docs/protocol.md. */
class ClientTableTest {
    private static final EndRef OWN = end(A, 1);
    private static final long REQUEST = 1;
    private static final ToClient OPENED = new ToClient.Opened(
            REQUEST,
            7,
            ChannelState.Live.NEW,
            List.of(new Member(OWN, Role.SENDER, EndState.OPEN, fingerprint("string"), List.of())));
    private static final ToClient SCHEMAS = new ToClient.Refused(
            REQUEST, RefusalCode.SCHEMAS, "check", List.of(new SchemaOf(Schema.of(schema("int")), "b", Role.RECEIVER)));
    private static final ToClient LIMIT = new ToClient.Refused(REQUEST, RefusalCode.LIMIT, "full", List.of());

    @Test
    void everyPhaseOfAnOwnSenderTakesEveryInputAsTheTableSays() {
        compare("Client: an own sender", Role.SENDER);
    }

    @Test
    void everyPhaseOfAnOwnReceiverTakesEveryInputAsTheTableSays() {
        compare("Client: an own receiver", Role.RECEIVER);
    }

    private static Map<String, Consumer<DirectoryClient>> phases() {
        Map<String, Consumer<DirectoryClient>> phases = new LinkedHashMap<>();
        phases.put("ASKING", client -> client.attached(HOST));
        phases.put("CHECKING", client -> {
            client.attached(HOST);
            client.received(SCHEMAS);
        });
        phases.put("OPEN", client -> {
            client.attached(HOST);
            client.received(OPENED);
        });
        phases.put("CLOSING", client -> {
            client.attached(HOST);
            client.received(OPENED);
            client.closeEnd(OWN);
        });
        phases.put("WITHDRAWING", client -> {
            client.attached(HOST);
            client.withdraw(REQUEST);
        });
        phases.put("detached, never said", _ -> {});
        phases.put("detached, was open", client -> {
            client.attached(HOST);
            client.received(OPENED);
            client.detached();
        });
        return phases;
    }

    private static Map<String, Consumer<DirectoryClient>> inputs() {
        Map<String, Consumer<DirectoryClient>> inputs = new LinkedHashMap<>();
        inputs.put("attached", client -> client.attached(HOST));
        inputs.put("detached, then attached", client -> {
            client.detached();
            client.attached(HOST);
        });
        inputs.put("OPENED", client -> client.received(OPENED));
        inputs.put("REFUSED SCHEMAS", client -> client.received(SCHEMAS));
        inputs.put("REFUSED LIMIT", client -> client.received(LIMIT));
        inputs.put("HEARD", client -> client.received(new ToClient.Heard(1)));
        inputs.put("checked", client -> client.checked(REQUEST, List.of(fingerprint("int"))));
        inputs.put("endSender", client -> client.endSender(OWN, EndState.DONE));
        inputs.put("endSender, then closeEnd", client -> {
            client.endSender(OWN, EndState.DONE);
            client.closeEnd(OWN);
        });
        inputs.put("closeEnd", client -> client.closeEnd(OWN));
        inputs.put("withdraw", client -> client.withdraw(REQUEST));
        inputs.put("leave", DirectoryClient::leave);
        return inputs;
    }

    private static void compare(String heading, Role role) {
        List<String> rows = new ArrayList<>();
        inputs().forEach((name, input) -> {
            List<String> cells = new ArrayList<>();
            phases().values().forEach(phase -> {
                DirectoryClient client = new DirectoryClient(A, List.of());
                client.open(OWN, SPEC, role, schema("string"));
                phase.accept(client);
                said(client);
                boolean violates = violates(client, input);
                String said = violates ? "violation" : String.join(", ", said(client));
                String next = client.ends().stream()
                        .map(each -> each.phase().name())
                        .findFirst()
                        .orElse("forgotten");
                cells.add((said.isEmpty() ? "" : said + " ") + "→ " + next);
            });
            rows.add(Specification.row(name, cells));
        });
        assertEquals(String.join("\n", Specification.table(heading)), String.join("\n", rows));
    }

    private static boolean violates(DirectoryClient client, Consumer<DirectoryClient> input) {
        try {
            input.accept(client);
            return false;
        } catch (ProtocolViolation _) {
            return true;
        }
    }

    private static List<String> said(DirectoryClient client) {
        List<String> said = new ArrayList<>();
        for (ToDirectory each = client.pollMessage(); each != null; each = client.pollMessage()) {
            said.add(
                    switch (each) {
                        case ToDirectory.Join _ -> "JOIN";
                        case ToDirectory.OpenEnd it -> "OPEN_END " + Stage.text(it.state());
                        case ToDirectory.EndSender it -> "END_SENDER " + Stage.text(it.state());
                        case ToDirectory.CloseEnd _ -> "CLOSE_END";
                        case ToDirectory.WithdrawEnd _ -> "WITHDRAW_END";
                        case ToDirectory.LeaveNode _ -> "LEAVE_NODE";
                    });
        }
        for (DirectoryEvent each = client.pollEvent(); each != null; each = client.pollEvent()) {
            said.add("*" + each.getClass().getSimpleName().replace("Event", "") + "*");
        }
        return said;
    }
}
