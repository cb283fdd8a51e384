package dev.kingtide.tidiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceRulesTest {
    private static final String PACKAGE = "core/src/main/java/dev/kingtide/core/task/";
    private static final SourceFile PACKAGE_INFO =
            new SourceFile(
                    PACKAGE + "package-info.java",
                    "/// Tasks.\n@NullMarked\npackage dev.kingtide.core.task;\n");

    @Test
    void every_source_of_the_repository_keeps_every_rule() throws IOException {
        var files = SourceFile.all();
        assertThat(files)
                .extracting(SourceFile::path)
                .contains(
                        "core/src/main/java/dev/kingtide/core/package-info.java",
                        "cli/src/main/java/dev/kingtide/cli/Kingtide.java",
                        "cli/src/test/java/dev/kingtide/tidiness/SourceRulesTest.java");
        assertThat(SourceRules.violations(files)).isEmpty();
    }

    @Test
    void a_tidy_source_breaks_no_rule() {
        assertThat(violations(main("/// A task.\npublic record Task(String id) {}\n"))).isEmpty();
        assertThat(violations(test("class T { @Test void it_is_so() {} }"))).isEmpty();
        var table = "@Test @CsvSource({\n" + "\"a\",\n".repeat(71) + "})";
        assertThat(violations(test("class T {" + table + "void it_is_so() {} }"))).isEmpty();
        var rows = "return Stream.of(\n" + "1,\n".repeat(71) + "1);";
        assertThat(violations(test("class T { Object rows() {" + rows + "} }"))).isEmpty();
        var block = "\"\"\"\n" + "x".repeat(101) + "\n\"\"\"";
        assertThat(violations(test("class T { String rows = " + block + "; }"))).isEmpty();
        assertThat(violations(main("enum Baseline { IMPLICIT }"))).isEmpty();
        assertThat(violations(main("/// See https://example.com/" + "x".repeat(100)))).isEmpty();
    }

    record Row(SourceFile file, String violation) {
        @Override
        public String toString() {
            return violation;
        }
    }

    static Stream<Row> broken() {
        return Stream.of(
                new Row(main("\n".repeat(501)), "T.java:1: 501 lines, at most 500 allowed"),
                new Row(test("\n".repeat(801)), "TTest.java:1: 801 lines, at most 800 allowed"),
                new Row(main("// " + "x".repeat(98)), "T.java:1: 101 columns, at most 100 allowed"),
                new Row(
                        main("class T { String s = \"\"\"\n" + "x".repeat(101) + "\"\"\"; }"),
                        "T.java:2: 107 columns, at most 100 allowed"),
                new Row(
                        test("// \"\"\"\n//\"\"\"\n//" + "x".repeat(99)),
                        "TTest.java:3: 101 columns, at most 100 allowed"),
                new Row(
                        main("\n// TO" + "DO later"),
                        "T.java:2: left over: do it, or file an issue"),
                new Row(test("// FIX" + "ME"), "TTest.java:1: left over: do it, or file an issue"),
                new Row(
                        main("class T {\n void m() {\n" + "\n".repeat(69) + " }\n}"),
                        "T.java:2: m: 71 lines, at most 70 allowed"),
                new Row(
                        main("class T { int m() { return\n" + "\n".repeat(70) + "1; } }"),
                        "T.java:1: m: 72 lines, at most 70 allowed"),
                new Row(main("class TaskManager {}"), says("TaskManager")),
                new Row(main("class T { interface InnerHelper {} }"), says("InnerHelper")),
                new Row(main("record TaskUtil() {}"), says("TaskUtil")),
                new Row(test("class TaskUtils {}"), says("TaskUtils")),
                new Row(main("class StoreImpl {}"), says("StoreImpl")),
                new Row(main("class BaseStore {}"), says("BaseStore")),
                new Row(main("class AbstractStore {}"), says("AbstractStore")),
                new Row(main("public class T {}"), "T.java:1: T: " + UNDOCUMENTED),
                new Row(main("/** T. */ public enum T {}"), "T.java:1: T: " + UNDOCUMENTED),
                new Row(
                        main("/// T.\npublic interface T {\n record R() {}\n}"),
                        "T.java:3: R: " + UNDOCUMENTED),
                new Row(
                        test("class T { @Test void works() {} }"),
                        "TTest.java:1: works: a test's name is a sentence, its words joined by _"),
                new Row(
                        test("class T { @Test\n@Disabled void a_b() {} }"),
                        "TTest.java:2: a disabled test: mend it or delete it"),
                new Row(
                        main("class T { void m() { try { n(); }\ncatch (Exception e) { n(); } } }"),
                        "T.java:2: catches Exception; only Gateway, Writer and main do"));
    }

    private static final String UNDOCUMENTED = "a public type without /// documentation";

    private static String says(String name) {
        return ":1: " + name + ": the name says nothing; name what it is";
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_rule_is_reported_with_its_place(Row row) {
        assertThat(violations(row.file))
                .singleElement()
                .asString()
                .startsWith(row.file.directory())
                .endsWith(row.violation);
    }

    @Test
    void a_package_is_documented_null_marked_and_short() {
        var path = PACKAGE_INFO.path();
        assertThat(SourceRules.violations(List.of(main("class T {}"))))
                .containsExactly(
                        PACKAGE.substring(0, PACKAGE.length() - 1)
                                + ": package has no package-info.java");
        assertThat(SourceRules.violations(List.of(new SourceFile(path, "package a;"))))
                .containsExactly(
                        path + ":1: package is not @NullMarked",
                        path + ":1: package has no /// documentation");
        assertThat(
                        SourceRules.violations(
                                List.of(
                                        new SourceFile(
                                                path,
                                                "/// A\n".repeat(40) + "@NullMarked package a;"))))
                .containsExactly(path + ":1: 41 lines, at most 40 allowed");
    }

    private static List<String> violations(SourceFile file) {
        return SourceRules.violations(List.of(PACKAGE_INFO, file));
    }

    private static SourceFile main(String text) {
        return new SourceFile(PACKAGE + "T.java", text);
    }

    private static SourceFile test(String text) {
        return new SourceFile("core/src/test/java/dev/kingtide/core/task/TTest.java", text);
    }
}
