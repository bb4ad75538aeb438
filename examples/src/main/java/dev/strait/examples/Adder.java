package dev.strait.examples;

import static java.util.Objects.requireNonNull;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelClosed;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests and answers: each question carries an id, its answer the same one, so that many may be under way at once and come back in any
 * order, from any number of processes that add. Records travel as they are; the declared type says what may.
 */
public final class Adder {

    /**
     * What is asked.
     *
     * @param id told again by the answer
     * @param left one number
     * @param right the other
     */
    record Question(long id, long left, long right) {}

    /**
     * What is answered.
     *
     * @param id of the question
     * @param sum of its numbers
     * @param node which added them
     */
    record Answer(long id, long sum, String node) {}

    private static final ChannelName<Question> QUESTIONS = ChannelName.of("questions", Question.class);
    private static final ChannelName<Answer> ANSWERS = ChannelName.of("answers", Answer.class);
    private static final Pattern SUM = Pattern.compile("(-?\\d{1,18})\\+(-?\\d{1,18})");

    private Adder() {}

    /**
     * Runs one side, the other, or both.
     *
     * @param arguments none; {@code listen HOST:PORT [LEFT+RIGHT...]}; or {@code join HOST:PORT}
     * @throws Exception if a side fails
     */
    public static void main(String... arguments) throws Exception {
        run(System.out, arguments);
    }

    static void run(PrintStream out, String... arguments) throws Exception {
        var input = List.of("1+2", "20+22", "1000000+1", "-7+7");
        new Roles("adder", input, (node, sums, to) -> ask(node, sums, 1, to), Adder::add).play(out, arguments);
    }

    /** Waits for so many who add, asks, and meanwhile prints the answers as they come, finding the question of each by its id. */
    static void ask(Node node, List<String> input, int workers, PrintStream out) throws InterruptedException {
        Map<Long, Question> open = questions(input);
        try (Receiver<Answer> answers = node.receiver(ANSWERS);
                Sender<Question> questions = node.sender(QUESTIONS)) {
            questions.awaitReceivers(workers);
            List<Question> inOrder = List.copyOf(open.values());
            Thread.startVirtualThread(() -> send(inOrder, questions));
            answers.forEach(answer -> {
                Question question = requireNonNull(open.remove(answer.id()), "asked once, answered once");
                out.println(question.left() + " + " + question.right() + " = " + answer.sum() + "   (" + answer.node()
                        + ")");
            });
        }
    }

    private static Map<Long, Question> questions(List<String> input) {
        Map<Long, Question> questions = new LinkedHashMap<>();
        for (String sum : input) {
            long id = 1L + questions.size();
            Matcher numbers = SUM.matcher(sum);
            if (!numbers.matches()) {
                throw new IllegalArgumentException("'" + sum + "' is not a sum of two whole numbers, such as 20+22");
            }
            questions.put(id, new Question(id, Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2))));
        }
        return questions;
    }

    private static void send(List<Question> asked, Sender<Question> questions) {
        try {
            for (Question question : asked) {
                questions.send(question);
            }
            questions.done();
        } catch (InterruptedException | ChannelClosed e) {
            questions.error(e);
        }
    }

    /** Answers every question. */
    static void add(Node node, PrintStream out) throws InterruptedException {
        try (Sender<Answer> answers = node.sender(ANSWERS);
                Receiver<Question> questions = node.receiver(QUESTIONS)) {
            questions.forEach(question ->
                    answers.send(new Answer(question.id(), question.left() + question.right(), node.name())));
            answers.done();
        }
    }
}
