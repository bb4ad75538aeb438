package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds {@code docs/semantics.md} and the tests of this package to each other. */
class SemanticsPageTest {
    private static final Path PAGE = Path.of("../docs/semantics.md");
    private static final Path TESTS = Path.of("src/test/java/dev/strait/semantics");
    private static final String SUFFIX = "SemanticsTest";

    /** A row of a table: the state, and what the page says of caller, values and other side. */
    private record Row(String state, List<String> says) {
        boolean isImpossible() {
            return says.getFirst().equals("-");
        }

        boolean isRemoteOnly() {
            return says.getFirst().startsWith("*remote:*");
        }

        boolean givesReason() {
            return says.stream().anyMatch(cell -> cell.length() > 1);
        }
    }

    /** The rows of the tables under each heading; only tables that begin with a column "state". */
    private static Map<String, List<Row>> tables() throws IOException {
        Map<String, List<Row>> tables = new LinkedHashMap<>();
        String heading = "";
        boolean inTable = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                heading = line.substring(3);
            }
            if (!line.startsWith("|")) {
                inTable = false;
            } else if (line.startsWith("| state |")) {
                inTable = true;
                tables.put(heading, new ArrayList<>());
            } else if (inTable && !line.startsWith("|-")) {
                String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|");
                List<String> trimmed = Arrays.stream(cells).map(String::strip).toList();
                tables.get(heading).add(new Row(trimmed.getFirst(), trimmed.subList(1, trimmed.size())));
            }
        }
        return tables;
    }

    private static List<Row> states(Map<String, List<Row>> tables) {
        return tables.get("The states");
    }

    /** The tables of operations. */
    private static Map<String, List<Row>> operations() throws IOException {
        Map<String, List<Row>> tables = tables();
        tables.remove("The states");
        return tables;
    }

    /** "timed send" is TimedSend, "done, values left" is DoneValuesLeft. */
    private static String camel(String words) {
        StringBuilder camel = new StringBuilder();
        for (String word : words.split("[ ,]+")) {
            camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return camel.toString();
    }

    private static String method(Row row) {
        String camel = camel(row.state());
        return camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
    }

    /** The tests of an operation by their names, and whether each runs over remote ends only. */
    private static Map<String, Boolean> testsOf(String operation) throws ReflectiveOperationException {
        Map<String, Boolean> tests = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        Class<?> type = Class.forName(SemanticsPageTest.class.getPackageName() + "." + camel(operation) + SUFFIX);
        for (; type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPrivate(method.getModifiers()) || !seen.add(method.getName())) {
                    continue; // no test, or one that a subclass says anew
                }
                for (Annotation annotation : method.getAnnotations()) {
                    Class<?> kind = annotation.annotationType();
                    if (kind.isAnnotationPresent(ParameterizedTest.class)) {
                        tests.put(method.getName(), kind != Cells.Everywhere.class && kind != Cells.Buffered.class);
                    }
                }
            }
        }
        return tests;
    }

    @Test
    void everyTableHasARowForEveryState() throws IOException {
        List<String> states = states(tables()).stream().map(Row::state).toList();
        assertEquals(11, states.size());
        operations()
                .forEach((operation, rows) ->
                        assertEquals(states, rows.stream().map(Row::state).toList(), operation));
    }

    @Test
    void everyCellSaysWhatHappensToTheCallerTheValuesAndTheOtherSide() throws IOException {
        operations()
                .forEach((operation, rows) -> rows.forEach(row -> {
                    assertEquals(3, row.says().size(), () -> operation + ", " + row.state());
                    assertTrue(row.says().stream().noneMatch(String::isEmpty), () -> operation + ", " + row.state());
                    assertTrue(
                            !row.isImpossible() || row.givesReason(),
                            () -> operation + ", " + row.state() + ": no reason");
                }));
    }

    @Test
    void everyCellIsATestAndEveryTestIsACell() throws Exception {
        for (Map.Entry<String, List<Row>> table : operations().entrySet()) {
            Map<String, Boolean> cells = new TreeMap<>();
            for (Row row : table.getValue()) {
                if (!row.isImpossible()) {
                    cells.put(method(row), row.isRemoteOnly());
                }
            }
            assertEquals(cells, testsOf(table.getKey()), table.getKey());
        }
    }

    @Test
    void everyClassOfTestsHasATable() throws IOException {
        TreeSet<String> classes = new TreeSet<>();
        for (String operation : operations().keySet()) {
            classes.add(camel(operation) + SUFFIX);
        }
        TreeSet<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith(SUFFIX))
                    .forEach(there::add);
        }
        assertEquals(there, classes);
        assertTrue(classes.size() >= 16, () -> classes.toString());
    }
}
