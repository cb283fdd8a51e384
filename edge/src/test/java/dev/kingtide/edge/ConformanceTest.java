package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.edge.http.HeadCases;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;

/// How many cases the tables have by which the edge is held to HTTP: meaning (RFC 9110 and 9112),
/// heads and chunks of HTTP/1.1, smuggling, and the frames of HTTP/2.
class ConformanceTest {
    private static final int CASES_MIN = 300;

    @Test
    void the_tables_have_at_least_300_different_cases() throws NoSuchMethodException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put("meaning", SemanticsTest.cases());
        tables.put("heads", HeadCases.heads());
        tables.put("chunks", HeadCases.chunks());
        tables.put("smuggling", SmugglingTest.attacks().stream().map(it -> it.bytes()).toList());
        tables.put("HTTP/2", rows(Http2ConformanceTest.class, 1));
        Set<String> all = new LinkedHashSet<>();
        int sum = 0;
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            assertThat(table.getValue()).as(table.getKey()).doesNotHaveDuplicates().isNotEmpty();
            all.addAll(table.getValue());
            sum += table.getValue().size();
            text.append(", ").append(table.getKey()).append(' ').append(table.getValue().size());
        }
        System.out.println("ConformanceTest: " + all.size() + " cases" + text);
        assertThat(all).hasSize(sum).hasSizeGreaterThanOrEqualTo(CASES_MIN);
    }

    /// One column of the table that a class's first test with one has.
    static List<String> rows(Class<?> test, int column) throws NoSuchMethodException {
        for (Method method : test.getDeclaredMethods()) {
            CsvSource table = method.getAnnotation(CsvSource.class);
            if (table != null && !table.textBlock().isEmpty()) {
                List<String> rows = new ArrayList<>();
                table.textBlock()
                        .lines()
                        .map(line -> Arrays.asList(line.split("\\|", -1)))
                        .forEach(cells -> {
                            StringBuilder key = new StringBuilder();
                            for (int i = column; i < cells.size() - 1; i++) {
                                key.append(cells.get(i).strip()).append(" -> ");
                            }
                            rows.add(key.toString());
                        });
                return rows;
            }
        }
        throw new NoSuchMethodException("no table in " + test);
    }
}
