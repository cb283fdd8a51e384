package dev.kingtide.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
    private static final String USER = "arn:aws:iam::123456789012:user/ann";
    private final ApiWorld aws = new ApiWorld();

    private List<String> values(String input) {
        return aws.call("ecs:ListAccountSettings", "{" + input + "}")
                .get("settings")
                .findValuesAsText("value");
    }

    @Test
    void what_holds_for_a_principal_is_its_own_setting_or_the_roots_or_the_default_of_aws() {
        String effective = "'name': 'containerInsights', 'effectiveSettings': true";
        String hers = effective + ", 'principalArn': '" + USER + "'";
        assertThat(values("'name': 'containerInsights'")).isEmpty();
        assertThat(values(hers)).containsExactly("disabled");
        aws.call(
                "ecs:PutAccountSettingDefault",
                "{'name': 'containerInsights', 'value': 'enabled'}");
        assertThat(values(hers)).containsExactly("enabled");
        aws.call(
                "ecs:PutAccountSetting",
                "{'name': 'containerInsights', 'value': 'enhanced', 'principalArn': '"
                        + USER
                        + "'}");
        assertThat(values(hers)).containsExactly("enhanced");
        assertThat(values(effective)).containsExactly("enabled");
        aws.call(
                "ecs:DeleteAccountSetting",
                "{'name': 'containerInsights', 'principalArn': '" + USER + "'}");
        assertThat(values(hers)).containsExactly("enabled");
    }

    @Test
    void a_new_cluster_follows_the_account() {
        aws.call("ecs:PutAccountSetting", "{'name': 'containerInsights', 'value': 'enhanced'}");
        assertThat(aws.call("ecs:CreateCluster", "{}").at("/cluster/settings/0/value").asText())
                .isEqualTo("enhanced");
    }

    @Test
    void all_settings_take_two_pages() {
        var first = aws.call("ecs:ListAccountSettings", "{'effectiveSettings': true}");
        assertThat(first.get("settings")).hasSize(10);
        var rest =
                aws.call(
                        "ecs:ListAccountSettings",
                        "{'effectiveSettings': true, 'nextToken': '"
                                + first.get("nextToken").asText()
                                + "'}");
        assertThat(rest.get("settings").findValuesAsText("name"))
                .containsExactly("fargateEventWindows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    PutAccountSetting | 'name': 'containerInsights', 'value': 'on' | Invalid value for setting containerInsights: on. Valid values are disabled, enabled, enhanced.
                    PutAccountSetting | 'name': 'serviceLongArnFormat', 'value': 'disabled' | You can no longer disable Long Arn settings
                    PutAccountSettingDefault | 'name': 'taskLongArnFormat', 'value': 'disabled' | You can no longer disable Long Arn settings
                    PutAccountSetting | 'name': 'guardDutyActivate', 'value': 'on' | The account setting guardDutyActivate is managed by AWS and cannot be modified.
                    PutAccountSetting | 'name': 'awsvpcTrunking', 'value': 'enabled', 'principalArn': 'arn:aws:iam::210987654321:user/ann' | Invalid principalArn: arn:aws:iam::210987654321:user/ann
                    ListAccountSettings | 'value': 'on' | An account setting name must be specified with a value.
                    ListAccountSettings | 'maxResults': 11 | maxResults must be between 1 and 10.
                    """)
    void a_bad_setting_is_refused(String operation, String members, String expected) {
        assertThat(aws.refusal("ecs:" + operation, "{" + members + "}"))
                .isEqualTo("InvalidParameterException: " + expected);
    }
}
