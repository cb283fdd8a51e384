package dev.kingtide.aws.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Conditions with regular expressions, and transforms.
class RulesTest {
    private static final String PATH =
            "'Conditions': [{'Field': 'path-pattern', 'Values': ['/a']}], ";
    private final ApiWorld aws = new ApiWorld();
    private String group = "";
    private String listener = "";

    @BeforeEach
    void a_load_balancer_in_front_of_a_group() {
        group = aws.shopFront();
        listener = aws.world.traffic().listeners.rows().iterator().next().arn();
    }

    private String created(String members) {
        return """
        {'ListenerArn': '%s', 'Priority': 1, %s,
         'Actions': [{'Type': 'forward', 'TargetGroupArn': '%s'}]}
        """
                .formatted(listener, members, group);
    }

    private JsonNode create(String members) {
        return aws.call("elbv2:CreateRule", created(members)).at("/Rules/0");
    }

    private JsonNode only() {
        return aws.call("elbv2:DescribeRules", "{'ListenerArn': '" + listener + "'}")
                .at("/Rules/0");
    }

    private static String text(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'Field': 'path-pattern', 'RegexValues': ['^/a'], 'Values': ['/a']} | ValidationError: A condition can have either values or regular expressions
                    {'Field': 'query-string', 'RegexValues': ['^/a']} | ValidationError: Regular expressions are not supported for condition field 'query-string'
                    {'Field': 'source-ip', 'RegexValues': ['^/a'], 'SourceIpConfig': {'Values': ['10.0.0.0/8']}} | ValidationError: Regular expressions are not supported for condition field 'source-ip'
                    {'Field': 'http-header', 'HttpHeaderConfig': {'RegexValues': ['a']}} | ValidationError: An HTTP header name must be specified
                    {'Field': 'host-header', 'HostHeaderConfig': {'RegexValues': ['a(?=b)']}} | ValidationError: The regular expression 'a(?=b)' is not valid: invalid or unsupported Perl syntax
                    {'Field': 'host-header', 'HostHeaderConfig': {'RegexValues': ['((((a{30}){30}){30}){30}){30}']}} | ValidationError: The regular expression '((((a{30}){30}){30}){30}){30}' is not valid: expression too large
                    {'Field': 'path-pattern', 'PathPatternConfig': {'RegexValues': ['LONG']}} | ValidationError: The 'path-pattern' value is too long; the limit is '128'
                    {'Field': 'path-pattern', 'RegexValues': ['a', 'b', 'c', 'd', 'e', 'f']} | ValidationError: A rule can only have '5' condition values
                    {'Field': 'path-pattern', 'PathPatternConfig': {}} | ValidationError: A condition value must be specified
                    """)
    void a_bad_condition_is_refused(String condition, String expected) {
        String given = condition.replace("LONG", "a".repeat(129));
        assertThat(aws.refusal("elbv2:CreateRule", created("'Conditions': [" + given + "]")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'Type': 'url-rewrite'} | ValidationError: A transform of type 'url-rewrite' must have exactly one rewrite
                    {'Type': 'url-rewrite', 'UrlRewriteConfig': {'Rewrites': []}} | ValidationError: A transform of type 'url-rewrite' must have exactly one rewrite
                    {'Type': 'url-rewrite', 'UrlRewriteConfig': {'Rewrites': [{'Regex': 'a', 'Replace': 'b'}, {'Regex': 'a', 'Replace': 'b'}]}} | ValidationError: A transform of type 'url-rewrite' must have exactly one rewrite
                    {'Type': 'url-rewrite', 'HostHeaderRewriteConfig': {'Rewrites': [{'Regex': 'a', 'Replace': 'b'}]}} | ValidationError: A transform of type 'url-rewrite' has the configuration of another
                    {'Type': 'url-rewrite', 'UrlRewriteConfig': {'Rewrites': [{'Regex': '', 'Replace': 'b'}]}} | ValidationError: The regular expression and the replacement of a rewrite can have '1024' characters, and the former cannot be empty
                    {'Type': 'url-rewrite', 'UrlRewriteConfig': {'Rewrites': [{'Regex': 'a', 'Replace': 'LONG'}]}} | ValidationError: The regular expression and the replacement of a rewrite can have '1024' characters, and the former cannot be empty
                    {'Type': 'host-header-rewrite', 'HostHeaderRewriteConfig': {'Rewrites': [{'Regex': '(a', 'Replace': 'b'}]}} | ValidationError: The regular expression '(a' is not valid: missing closing )
                    {'Type': 'host-header-rewrite', 'HostHeaderRewriteConfig': {'Rewrites': [{'Regex': '(a)', 'Replace': '$2'}]}} | ValidationError: The regular expression '(a)' is not valid: there is no capture group 2
                    {'Type': 'url-rewrite', 'UrlRewriteConfig': {'Rewrites': [{'Regex': 'a', 'Replace': 'b'}]}}, {'Type': 'url-rewrite', 'UrlRewriteConfig': {'Rewrites': [{'Regex': 'a', 'Replace': 'b'}]}} | ValidationError: A rule can only have one 'url-rewrite' transform
                    """)
    void a_bad_transform_is_refused(String transforms, String expected) {
        String given = transforms.replace("LONG", "a".repeat(1_025));
        assertThat(aws.refusal("elbv2:CreateRule", created(PATH + "'Transforms': [" + given + "]")))
                .isEqualTo(expected);
    }

    @Test
    void expressions_are_shown_where_they_may_be_given() {
        create(
                "'Conditions': [{'Field': 'host-header', 'RegexValues': ['^a', '^b']},"
                        + " {'Field': 'http-header', 'HttpHeaderConfig': {'HttpHeaderName': 'X-A',"
                        + " 'RegexValues': ['c']}},"
                        + " {'Field': 'path-pattern', 'PathPatternConfig':"
                        + " {'RegexValues': ['d']}}]");
        assertThat(text(only().path("Conditions")))
                .isEqualTo(
                        "[{'Field':'host-header','HostHeaderConfig':{'RegexValues':['^a','^b']},"
                                + "'RegexValues':['^a','^b']},"
                                + "{'Field':'http-header','HttpHeaderConfig':"
                                + "{'HttpHeaderName':'X-A','RegexValues':['c']}},"
                                + "{'Field':'path-pattern','PathPatternConfig':"
                                + "{'RegexValues':['d']},'RegexValues':['d']}]");
    }

    @Test
    void transforms_stay_until_others_or_none_are_asked_for() {
        String url =
                "{'Type':'url-rewrite','UrlRewriteConfig':"
                        + "{'Rewrites':[{'Regex':'^/a','Replace':'/b'}]}}";
        String host =
                "{'Type':'host-header-rewrite','HostHeaderRewriteConfig':"
                        + "{'Rewrites':[{'Regex':'^(.+)$','Replace':'x.$1'}]}}";
        JsonNode made = create(PATH + "'Transforms': [" + host + "," + url + "]");
        String arn = made.path("RuleArn").asText();
        assertThat(text(made.path("Transforms"))).isEqualTo("[" + host + "," + url + "]");
        modify(arn, "'Conditions': [{'Field': 'path-pattern', 'Values': ['/c']}]");
        assertThat(text(only().path("Transforms"))).isEqualTo("[" + host + "," + url + "]");
        modify(arn, "'Transforms': [" + url + "]");
        assertThat(text(only().path("Transforms"))).isEqualTo("[" + url + "]");
        assertThat(text(only().at("/Conditions/0/Values"))).isEqualTo("['/c']");
        modify(arn, "'ResetTransforms': true");
        assertThat(only().has("Transforms")).isFalse();
        assertThat(refused(arn, "'ResetTransforms': true, 'Transforms': [" + url + "]"))
                .isEqualTo(
                        "ValidationError: You cannot specify both transforms and that they are to"
                                + " be reset");
    }

    @Test
    void a_default_rule_has_neither_conditions_nor_transforms() {
        String arn =
                aws.call("elbv2:DescribeRules", "{'ListenerArn': '" + listener + "'}")
                        .at("/Rules/0/RuleArn")
                        .asText();
        String refusal =
                "OperationNotPermitted: Default rule '"
                        + arn
                        + "' cannot have conditions or transforms";
        assertThat(refused(arn, "'Conditions': [{'Field': 'path-pattern', 'Values': ['/c']}]"))
                .isEqualTo(refusal);
        assertThat(
                        refused(
                                arn,
                                "'Transforms': [{'Type': 'url-rewrite', 'UrlRewriteConfig':"
                                        + " {'Rewrites': [{'Regex': 'a', 'Replace': 'b'}]}}]"))
                .isEqualTo(refusal);
    }

    private void modify(String arn, String members) {
        aws.call("elbv2:ModifyRule", "{'RuleArn': '" + arn + "', " + members + "}");
    }

    private String refused(String arn, String members) {
        return aws.refusal("elbv2:ModifyRule", "{'RuleArn': '" + arn + "', " + members + "}");
    }
}
