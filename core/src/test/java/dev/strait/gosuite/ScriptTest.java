package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Timeout;

/**
 * The same scripts on Go's channels and on ours have the same outcomes, step by step, except where {@code scripts.txt} says so. What
 * Go says stands in {@code outcomes.txt}; {@code outcomes.go} printed it, and prints it again where Go is at hand.
 */
@Timeout(60)
class ScriptTest {

    @Over({LOCAL, REMOTE})
    void theOutcomesOfEveryScriptAreThoseOfGo(Pipes pipes) throws InterruptedException {
        sameAsGo(pipes, ScriptRun.Phrase.PLAIN);
    }

    @Over({LOCAL, REMOTE})
    void theOutcomesOfEveryScriptAreThoseOfGoWithTimeLimits(Pipes pipes) throws InterruptedException {
        sameAsGo(pipes, ScriptRun.Phrase.TIMED);
    }

    @Over({LOCAL, REMOTE})
    void theOutcomesOfEveryScriptAreThoseOfGoWithSelectsOfOneClause(Pipes pipes) throws InterruptedException {
        sameAsGo(pipes, ScriptRun.Phrase.SELECT);
    }

    private static void sameAsGo(Pipes pipes, ScriptRun.Phrase phrase) throws InterruptedException {
        List<Script> scripts = Script.all();
        assertTrue(scripts.size() > 30, "the scripts are there");
        for (Script script : scripts) {
            List<String> expected = script.steps().stream()
                    .map(step -> step.with(step.outcomes()))
                    .toList();
            assertEquals(
                    String.join("\n", expected),
                    String.join("\n", new ScriptRun(pipes, script, phrase).outcomes()),
                    script.title());
        }
    }
}
