package dev.kingtide.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.placement.ParsedExpression.Bad;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cluster query language (ECS developer guide, cluster-query-language).
class ExpressionTest {

    /// The instance: m5.large in us-east-1a, stack=blue, empty=, slots=10, agent 1.105.1,
    /// connected, registered at 1970-01-02T00:00:00Z, two tasks running, of service:web and
    /// family:job.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "attribute:stack == blue ; true",
                "attribute:stack equals blue ; true",
                "attribute:stack == 'blue' ; true",
                "attribute:stack == \"blue\" ; true",
                "attribute:stack==blue ; true",
                "attribute:stack == green ; false",
                "attribute:other == blue ; false",
                "attribute:stack != green ; true",
                "attribute:stack not_equals blue ; false",
                "attribute:other != blue ; true",
                "attribute:stack exists ; true",
                "attribute:empty exists ; true",
                "attribute:other exists ; false",
                "attribute:other !exists ; true",
                "attribute:stack not_exists ; false",
                "attribute:stack in [green, blue] ; true",
                "attribute:stack in [green] ; false",
                "attribute:other in [green] ; false",
                "attribute:stack !in [green, blue] ; false",
                "attribute:stack not_in ['green','red'] ; true",
                "attribute:ecs.instance-type =~ m5.* ; true",
                "attribute:ecs.instance-type =~ m5 ; false",
                "attribute:ecs.instance-type matches m[45].(large|xlarge) ; true",
                "attribute:ecs.instance-type !~ c5.* ; true",
                "attribute:ecs.instance-type not_matches m.* ; false",
                "attribute:other =~ .* ; false",
                "attribute:slots > 9 ; true",
                "attribute:slots greater_than 10 ; false",
                "attribute:slots >= 10 ; true",
                "attribute:slots less_than_equal 10 ; true",
                "attribute:slots < 10 ; false",
                "attribute:other < 10 ; false",
                "agentConnected == true ; true",
                "agentConnected in [false] ; false",
                "agentVersion > 1.9.0 ; true",
                "agentVersion == 1.105.1 ; true",
                "agentVersion < 1.105.1 ; false",
                "ec2InstanceId in ['i-1', 'i-2'] ; true",
                "ec2InstanceId =~ i-[2-9] ; false",
                "registeredAt == 1970-01-02 ; true",
                "registeredAt > 1970-01-01T23:59:59Z ; true",
                "registeredAt >= 1970-01-02T02:00:00+02:00 ; true",
                "registeredAt < 1970-01-02T00:00:00 ; false",
                "runningTasksCount == 2 ; true",
                "runningTasksCount <= 1 ; false",
                "runningTasksCount greater_than_equal 2 ; true",
                "task:group == service:web ; true",
                "task:group == family:job ; true",
                "task:group == service:other ; false",
                "task:group != service:web ; false",
                "task:group != service:other ; true",
                "task:group in [service:x, family:job] ; true",
                "task:group !in [service:x, family:job] ; false",
                "task:group =~ service:.* ; true",
                "task:group !~ service:.* ; false",
                "not attribute:stack == blue ; false",
                "!attribute:stack == green ; true",
                "not not attribute:stack == blue ; true",
                "attribute:stack == blue and agentConnected == false ; false",
                "attribute:stack == blue && agentConnected == true ; true",
                "attribute:stack == green or agentConnected == true ; true",
                "attribute:stack == green || agentConnected == false ; false",
                "(attribute:stack == blue) ; true",
                "attribute:order == 1 or attribute:android exists ; false",
            })
    void an_expression_holds_where_its_words_say(String expression, boolean holds) {
        Fleet fleet = new Fleet();
        fleet.at(86_400_000);
        String id =
                fleet.instance(
                        "us-east-1a",
                        1000,
                        1000,
                        "ecs.instance-type=m5.large",
                        "stack=blue",
                        "empty=",
                        "slots=10");
        fleet.run("service:web", id);
        fleet.run("family:job", id);
        Candidate renamed = new Renamed(new ReferencePlacer.Seen(fleet.world(), fleet.row(id)));
        assertThat(Fleet.parse(expression).holds(renamed)).isEqualTo(holds);
        boolean viaPlacer =
                fleet.place(Fleet.ask("g", Fleet.memberOf(expression))) instanceof Placement.Placed;
        if (!expression.contains("ec2InstanceId")) {
            assertThat(viaPlacer).isEqualTo(holds);
        }
    }

    /// `t` is true, `f` false: not binds closer than and, and closer than or.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "t or f and f, true",
        "f and f or t, true",
        "f and (f or t), false",
        "(t or f) and f, false",
        "not f and f, false",
        "not (f and f), true",
        "not t or t, true",
        "not (t or t), false",
        "f or f or t, true",
        "t and t and f, false"
    })
    void not_binds_before_and_before_or(String shape, boolean holds) {
        Fleet fleet = new Fleet();
        String id = fleet.instance("a", 1000, 1000);
        String expression =
                shape.replaceAll("\\bt\\b", "attribute:none !exists")
                        .replaceAll("\\bf\\b", "attribute:none exists");
        assertThat(
                        Fleet.parse(expression)
                                .holds(new ReferencePlacer.Seen(fleet.world(), fleet.row(id))))
                .isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}: at {1}, found {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "`` ; 0 ; the end ; agentConnected",
                "colour == blue ; 0 ; colour ; attribute:<name>",
                "attribute: == blue ; 0 ; attribute: ; name",
                "attribute:stack ; 15 ; the end ; operator",
                "attribute:stack = blue ; 16 ; = ; operator",
                "attribute:stack == ; 18 ; the end ; value",
                "attribute:stack in blue ; 19 ; blue ; a list",
                "attribute:stack in [blue ; 24 ; the end ; , or ]",
                "attribute:stack in [] ; 20 ; ] ; a value",
                "attribute:stack == 'blue ; 19 ; 'blue ; a closing '",
                "attribute:stack =~ '[' ; 19 ; '[' ; regular expression",
                "(attribute:stack == blue ; 24 ; the end ; )",
                "attribute:stack == blue green ; 24 ; green ; and, or",
                "attribute:stack == blue and ; 27 ; the end ; agentConnected",
                "agentConnected > true ; 15 ; > ; ==, !=, in",
                "agentVersion =~ 1.* ; 13 ; =~ ; >=",
                "runningTasksCount == many ; 21 ; many ; whole number",
                "registeredAt > yesterday ; 15 ; yesterday ; 2016-06-18",
                "task:group exists ; 11 ; exists ; ==, !=, in"
            })
    void an_error_names_the_place_and_what_was_expected(
            String expression, int position, String found, String expected) {
        assertThat(ExpressionParser.parse(expression)).isInstanceOf(Bad.class);
        if (ExpressionParser.parse(expression) instanceof Bad bad) {
            assertThat(bad.position()).as(bad.message()).isEqualTo(position);
            assertThat(bad.found()).as(bad.message()).isEqualTo(found);
            assertThat(bad.expected()).contains(expected);
        }
    }

    /// The same instance under the EC2 instance id `i-1`.
    private record Renamed(Candidate of) implements Candidate {

        @Override
        public @org.jspecify.annotations.Nullable String attribute(String name) {
            return of.attribute(name);
        }

        @Override
        public boolean agentConnected() {
            return of.agentConnected();
        }

        @Override
        public String agentVersion() {
            return of.agentVersion();
        }

        @Override
        public String ec2InstanceId() {
            return "i-1";
        }

        @Override
        public long registeredAtMillis() {
            return of.registeredAtMillis();
        }

        @Override
        public int runningTasks() {
            return of.runningTasks();
        }

        @Override
        public boolean hasTaskOfGroup(java.util.function.Predicate<String> test) {
            return of.hasTaskOfGroup(test);
        }
    }
}
