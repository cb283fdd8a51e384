package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.RequestHead.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which rule a request meets (ELB user guide, load-balancer-listeners).
class RulesMatchTest {
    private static final RequestHead REQUEST =
            new RequestHead(
                    "Shop.Example.com:8080",
                    "/img/Cat.PNG",
                    "GET",
                    List.of(
                            new Header("User-Agent", "Mozilla Chrome/1"),
                            new Header("X-Part", "one"),
                            new Header("x-part", "two")),
                    "version=v1&lang=EN&flag&literal=a*b",
                    "203.0.113.9");

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "host-header, '', shop.example.com, true",
        "host-header, '', SHOP.EXAMPLE.COM, true",
        "host-header, '', *.example.com, true",
        "host-header, '', example.com, false",
        "host-header, '', s?op.example.com, true",
        "host-header, '', sh?op.example.com, false",
        "path-pattern, '', /img/*, true",
        "path-pattern, '', /IMG/*, false",
        "path-pattern, '', /img/cat.png, false",
        "path-pattern, '', /img/Cat.PNG, true",
        "path-pattern, '', /*/*.PNG, true",
        "path-pattern, '', *, true",
        "path-pattern, '', /img/, false",
        "path-pattern, '', /img/???.???, true",
        "path-pattern, '', /img/????.???, false",
        "path-pattern, '', **a*t*G*, true",
        "http-request-method, '', GET, true",
        "http-request-method, '', get, false",
        "http-request-method, '', G*, false",
        "http-header, user-agent, *chrome*, true",
        "http-header, user-agent, chrome, false",
        "http-header, X-Part, two, true",
        "http-header, X-Part, three, false",
        "http-header, X-None, *, false",
        "query-string, '', version=v1, true",
        "query-string, '', VERSION=V1, true",
        "query-string, '', version=v2, false",
        "query-string, '', lang=e?, true",
        "query-string, '', v1, true",
        "query-string, '', en, true",
        "query-string, '', fr, false",
        "query-string, '', flag=, true",
        "query-string, '', literal=a\\*b, true",
        "query-string, '', version=\\*, false",
        "query-string, '', l*=*, true",
        "source-ip, '', 203.0.113.0/24, true",
        "source-ip, '', 203.0.113.9/32, true",
        "source-ip, '', 203.0.113.8/32, false",
        "source-ip, '', 203.0.113.8/31, true",
        "source-ip, '', 0.0.0.0/0, true",
        "source-ip, '', 10.0.0.0/8, false",
        "source-ip, '', 2001:db8::/32, false",
        "source-ip, '', nonsense, false",
        "unheard-of, '', *, false",
    })
    void a_condition_holds_as_its_field_compares(
            String field, String name, String value, boolean holds) {
        Rule.Condition condition = new Rule.Condition(field, name, List.of(value));
        assertThat(met(listener(List.of(condition)), REQUEST).isDefault()).isEqualTo(!holds);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "host-header, '', ^[A-Z][a-z]+\\.Example\\.com:8080$, true",
        "host-header, '', ^shop\\., false",
        "host-header, '', (?i)^shop\\., true",
        "host-header, '', Example, true",
        "path-pattern, '', ^/img/[A-Z][a-z]{2}\\.(PNG|JPG)$, true",
        "path-pattern, '', png, false",
        "path-pattern, '', version, false",
        "path-pattern, '', ^$, false",
        "http-header, user-agent, Chrome/[0-9]+$, true",
        "http-header, user-agent, chrome, false",
        "http-header, x-part, ^t.o$, true",
        "http-header, x-part, ^onetwo$, false",
        "http-header, x-none, .*, false",
        "query-string, '', version, false",
    })
    void an_expression_is_looked_for_anywhere_and_tells_upper_from_lower_case(
            String field, String name, String expression, boolean holds) {
        Rule.Condition condition =
                new Rule.Condition(field, name, List.of(), List.of("^never$", expression));
        assertThat(met(listener(List.of(condition)), REQUEST).isDefault()).isEqualTo(!holds);
    }

    @Test
    void rules_are_counted_up_to_the_one_that_is_met_but_for_the_default_one() {
        Listener listener =
                new Listener("l", "lb", "HTTP", 80, List.of())
                        .with(
                                List.of(
                                        rule("default", Rule.DEFAULT_PRIORITY),
                                        rule("first", 1, "/a"),
                                        rule("second", 2, "/b")));
        RuleSet rules = RuleSet.of(listener);
        assertThat(rules.match(RequestHead.get("x", "/a")).evaluated()).isEqualTo(1);
        assertThat(rules.match(RequestHead.get("x", "/b")).evaluated()).isEqualTo(2);
        assertThat(rules.match(RequestHead.get("x", "/c")).evaluated()).isEqualTo(2);
        assertThat(rules.last().rule().isDefault()).isTrue();
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "2001:db8::1,          2001:db8::/32,      true",
        "2001:db9::1,          2001:db8::/32,      false",
        "::1,                  ::1/128,            true",
        "::2,                  ::1/128,            false",
        "::,                   ::/0,               true",
        "1:2:3:4:5:6:7:8,      1:2:3:4:5:6:7:8/128, true",
        "1:2:3:4:5:6:7:9,      1:2:3:4:5:6:7:8/127, true",
        "1:2:3:4:5:6:7:9,      1:2:3:4:5:6:7:8/128, false",
        "::ffff:10.0.0.1,      ::ffff:10.0.0.0/120, true",
        "2001:DB8::A,          2001:db8::a/128,    true",
        "10.0.0.1,             10.0.0.1,           true",
        "10.0.0.1,             10.0.0.0/33,        false",
        "10.0.0.256,           0.0.0.0/0,          false",
        "10.0.0,               0.0.0.0/0,          false",
        "10.0.0.0.1,           0.0.0.0/0,          false",
        "1:2:3,                ::/0,               false",
        "1:2:3:4:5:6:7:8:9,    ::/0,               false",
        "1::2::3,              ::/0,               false",
        "12345::,              ::/0,               false",
        "'',                   0.0.0.0/0,          false",
    })
    void an_address_is_in_a_range_or_not(String address, String range, boolean contained) {
        assertThat(AddressRange.contains(range, address)).isEqualTo(contained);
    }

    @Test
    void one_of_a_conditions_values_is_enough_but_all_conditions_must_hold() {
        Rule.Condition paths =
                new Rule.Condition("path-pattern", "", List.of("/video/*", "/img/*"));
        Rule.Condition post = new Rule.Condition("http-request-method", "", List.of("POST"));
        assertThat(met(listener(List.of(paths)), REQUEST).isDefault()).isFalse();
        assertThat(met(listener(List.of(paths, post)), REQUEST).isDefault()).isTrue();
    }

    @Test
    void the_lowest_priority_that_matches_is_taken_and_the_default_rule_last() {
        Listener listener =
                new Listener("l", "lb", "HTTP", 80, List.of())
                        .with(
                                List.of(
                                        rule("default", Rule.DEFAULT_PRIORITY),
                                        rule("second", 20, "/img/*"),
                                        rule("third", 30, "*"),
                                        rule("first", 10, "/video/*")));
        assertThat(met(listener, RequestHead.get("a", "/video/1")).arn()).isEqualTo("first");
        assertThat(met(listener, RequestHead.get("a", "/img/1")).arn()).isEqualTo("second");
        assertThat(met(listener, RequestHead.get("a", "/")).arn()).isEqualTo("third");
        assertThat(listener.defaultRule().arn()).isEqualTo("default");
    }

    private static Rule met(Listener listener, RequestHead request) {
        return RuleSet.of(listener).match(request).rule();
    }

    private static Listener listener(List<Rule.Condition> conditions) {
        return new Listener("l", "lb", "HTTP", 80, List.of())
                .with(
                        List.of(
                                rule("default", Rule.DEFAULT_PRIORITY),
                                new Rule("tested", 1, conditions, Rule.Action.Forward.to("g"))));
    }

    private static Rule rule(String arn, int priority, String... paths) {
        List<Rule.Condition> conditions =
                paths.length == 0
                        ? List.of()
                        : List.of(new Rule.Condition("path-pattern", "", List.of(paths)));
        return new Rule(arn, priority, conditions, Rule.Action.Forward.to("g"));
    }
}
