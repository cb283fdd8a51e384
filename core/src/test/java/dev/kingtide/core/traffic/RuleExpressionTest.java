package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.Rewrites.Status;
import dev.kingtide.core.traffic.Transform.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which regular expressions are taken, and what transforms make of requests.
class RuleExpressionTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `^/a(b|c)+[^x]*d{2,3}\\.png$` | ``
                    [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} | ``
                    (?i)shop | ``
                    (?P<name>a) | ``
                    [[:alpha:]]+[]a] | ``
                    \\Q{9}{9}{9}{9}{9}\\E | ``
                    (a{30}){30} | ``
                    .{1000} | ``
                    (?=a) | invalid or unsupported Perl syntax
                    (?!a) | invalid or unsupported Perl syntax
                    (?<=a) | invalid named capture
                    (?>a) | invalid or unsupported Perl syntax
                    (a)\\1 | invalid escape sequence
                    a++ | invalid nested repetition operator
                    (?R) | invalid or unsupported Perl syntax
                    \\p{L} | invalid escape sequence
                    (a | missing closing )
                    [a | missing closing ]
                    a{1001} | invalid repeat count
                    *a | missing argument to repetition operator
                    ((((a{30}){30}){30}){30}){30} | expression too large
                    (a{1000}){3} | expression too large
                    ([)]{100}){100} | expression too large
                    (\\){100}){100} | expression too large
                    ((a{2}){2}b{1000}){2} | expression too large
                    """)
    void an_expression_is_taken_or_has_a_fault(String expression, String fault) {
        String found = Expression.fault(expression);
        assertThat(found == null ? "" : found).isEqualTo(fault);
    }

    @Test
    void a_hostile_expression_takes_time_linear_in_the_text() {
        Rule.Condition condition =
                new Rule.Condition("path-pattern", "", List.of(), List.of("^(a|aa)*(a|a)*$"));
        String path = "a".repeat(16_000) + "b";
        assertThat(Conditions.of(condition).test(RequestHead.get("x", path))).isFalse();
    }

    private static Rewrites.Result rewritten(Part part, String expression, String replacement) {
        return Rewrites.of(List.of(new Transform(part, expression, replacement)))
                .of("api.shop.example:8080", "/dp/B09G3HRMW?a=1&b=2");
    }

    @ParameterizedTest(name = "{0} to {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ^/dp/([A-Za-z0-9]+)    | /product.php?id=$1 | /product.php?id=B09G3HRMW?a=1&b=2 | SUCCESS
                    ^/dp/(\\w+)\\?(.*)$    | /p?id=$1&$2        | /p?id=B09G3HRMW&a=1&b=2           | SUCCESS
                    \\?.*$                 | ``                 | /dp/B09G3HRMW                     | SUCCESS
                    [0-9]                  | #                  | ``                                | INVALID_PATH
                    ^/                     | ``                 | ``                                | INVALID_PATH
                    [0-9]                  | -                  | /dp/B-9G3HRMW?a=1&b=2             | SUCCESS
                    ^/(x?)dp               | /[$1$0]            | /[/dp]/B09G3HRMW?a=1&b=2          | SUCCESS
                    ^/(x)?dp               | /$1$$              | /$$/B09G3HRMW?a=1&b=2             | SUCCESS
                    (d)(p)                 | $2$11$x$           | /pd1$x$/B09G3HRMW?a=1&b=2         | SUCCESS
                    nothing                | /                  | ``                                | NONE
                    B09                    | a b                | ``                                | INVALID_PATH
                    """)
    void a_url_is_rewritten_where_its_first_part_fits(
            String expression, String replacement, String url, Status status) {
        Rewrites.Result result = rewritten(Part.URL, expression, replacement);
        assertThat(result.status()).isEqualTo(status);
        assertThat(status == Status.SUCCESS ? result.url() : "").isEqualTo(url);
        assertThat(result.host()).isNull();
    }

    @ParameterizedTest(name = "{0} to {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ^(.+)\\.shop\\.example(:[0-9]+)?$ | internal.$1.dev | internal.api.dev   | SUCCESS
                    :8080$                          | ``              | api.shop.example   | SUCCESS
                    ^API                            | x               | ``                 | NONE
                    .*                              | ``              | ``                 | INVALID_HOST
                    api                             | a/b             | ``                 | INVALID_HOST
                    api                             | a b             | ``                 | INVALID_HOST
                    """)
    void a_host_is_rewritten_where_its_first_part_fits(
            String expression, String replacement, String host, Status status) {
        Rewrites.Result result = rewritten(Part.HOST, expression, replacement);
        assertThat(result.status()).isEqualTo(status);
        assertThat(status == Status.SUCCESS ? result.host() : "").isEqualTo(host);
        assertThat(result.url()).isNull();
    }

    @Test
    void what_is_too_long_to_be_sent_fails() {
        assertThat(rewritten(Part.HOST, "api", "a".repeat(300)).status())
                .isEqualTo(Status.TOO_LONG);
        Rewrites doubled = Rewrites.of(List.of(new Transform(Part.URL, "(.*)", "$1$1")));
        assertThat(doubled.of("x", "/" + "a".repeat(9_000)).status()).isEqualTo(Status.TOO_LONG);
    }

    @Test
    void a_replacement_names_groups_that_are_there() {
        assertThat(Transform.fault("(a)(b)", "$2$1")).isNull();
        assertThat(Transform.fault("(a)(b)", "$3")).isEqualTo("there is no capture group 3");
        assertThat(Transform.fault("(", "a")).isEqualTo("missing closing )");
        assertThat(Rewrites.of(List.of()).isNone()).isTrue();
    }
}
