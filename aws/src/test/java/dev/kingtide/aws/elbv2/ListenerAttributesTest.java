package dev.kingtide.aws.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Certificates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The attributes of listeners: what they are, which values they take, and that they are kept.
class ListenerAttributesTest {
    private final ApiWorld aws = new ApiWorld();
    private String listener = "";
    private String secure = "";

    @BeforeEach
    void a_listener_of_each_protocol() {
        String group = aws.shopFront();
        var plain = aws.world.traffic().listeners.rows().iterator().next();
        listener = plain.arn();
        Certificate certificate =
                aws.loop.decide(turn ->
                        Certificates.create(
                                turn, CertificateFiles.brought("shop", "shop.example")));
        secure =
                aws.call(
                                "elbv2:CreateListener",
                                """
                                {'LoadBalancerArn': '%s', 'Protocol': 'HTTPS', 'Port': 443,
                                 'Certificates': [{'CertificateArn': '%s'}],
                                 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': '%s'}]}
                                """
                                        .formatted(
                                                plain.loadBalancerArn(), certificate.arn(), group))
                        .at("/Listeners/0/ListenerArn")
                        .asText();
    }

    private String request(String arn, String key, String value) {
        return "{'ListenerArn': '%s', 'Attributes': [{'Key': '%s', 'Value': '%s'}]}"
                .formatted(arn, key, value);
    }

    private String shown(String arn, String key) {
        JsonNode all =
                aws.call("elbv2:DescribeListenerAttributes", "{'ListenerArn': '" + arn + "'}");
        for (JsonNode each : all.path("Attributes")) {
            if (each.path("Key").asText().equals(key)) {
                return each.path("Value").asText();
            }
        }
        return "not there";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    routing.http.response.server.enabled | false
                    routing.http.response.strict_transport_security.header_value | max-age=31536000; includeSubDomains; preload
                    routing.http.response.access_control_allow_origin.header_value | https://shop.example
                    routing.http.response.access_control_allow_methods.header_value | GET,POST, PUT
                    routing.http.response.access_control_allow_methods.header_value | *
                    routing.http.response.access_control_allow_headers.header_value | Content-Type
                    routing.http.response.access_control_allow_credentials.header_value | true
                    routing.http.response.access_control_expose_headers.header_value | *
                    routing.http.response.access_control_max_age.header_value | 0
                    routing.http.response.access_control_max_age.header_value | 86400
                    routing.http.response.content_security_policy.header_value | default-src https:
                    routing.http.response.x_content_type_options.header_value | nosniff
                    routing.http.response.x_frame_options.header_value | SAMEORIGIN
                    routing.http.response.x_frame_options.header_value | ALLOW-FROM https://a.example
                    routing.http.request.x_amzn_tls_version.header_name | Tls_Version-2
                    routing.http.request.x_amzn_mtls_clientcert_leaf.header_name | Leaf
                    """)
    void a_value_is_kept_and_an_empty_one_takes_the_usual_one_back(String key, String value) {
        String usual = shown(secure, key);
        aws.call("elbv2:ModifyListenerAttributes", request(secure, key, value));
        assertThat(shown(secure, key)).isEqualTo(value);
        assertThat(shown(listener, key)).isEqualTo(key.contains(".request.") ? "not there" : usual);
        aws.call("elbv2:ModifyListener", "{'ListenerArn': '" + secure + "', 'Port': 8443}");
        assertThat(shown(secure, key)).as("after another change").isEqualTo(value);
        aws.call("elbv2:ModifyListenerAttributes", request(secure, key, ""));
        assertThat(shown(secure, key)).isEqualTo(usual);
        assertThat(aws.world.traffic().listeners.require(secure).attributes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.b | c | ValidationError: Listener attribute key 'a.b' is not recognized
                    routing.http.response.server.enabled | off | ValidationError: Listener attribute value 'off' for key 'routing.http.response.server.enabled' is not valid: it must be true or false
                    routing.http.response.access_control_allow_methods.header_value | GET BREW | ValidationError: Listener attribute value 'GET BREW' for key 'routing.http.response.access_control_allow_methods.header_value' is not valid: it must be * or methods
                    routing.http.response.access_control_allow_credentials.header_value | false | ValidationError: Listener attribute value 'false' for key 'routing.http.response.access_control_allow_credentials.header_value' is not valid: it must be true
                    routing.http.response.access_control_max_age.header_value | 86401 | ValidationError: Listener attribute value '86401' for key 'routing.http.response.access_control_max_age.header_value' is not valid: it must be 0-86400
                    routing.http.response.x_content_type_options.header_value | sniff | ValidationError: Listener attribute value 'sniff' for key 'routing.http.response.x_content_type_options.header_value' is not valid: it must be nosniff
                    routing.http.response.x_frame_options.header_value | ALLOW-FROM | ValidationError: Listener attribute value 'ALLOW-FROM' for key 'routing.http.response.x_frame_options.header_value' is not valid: it must be DENY or SAMEORIGIN or ALLOW-FROM and a URI
                    routing.http.request.x_amzn_tls_version.header_name | a b | ValidationError: Listener attribute value 'a b' for key 'routing.http.request.x_amzn_tls_version.header_name' is not valid: it must be 1 to 40 letters, digits, hyphens and underscores
                    routing.http.request.x_amzn_mtls_clientcert.header_name | a:b | ValidationError: Listener attribute value 'a:b' for key 'routing.http.request.x_amzn_mtls_clientcert.header_name' is not valid: it must be 1 to 40 letters, digits, hyphens and underscores
                    """)
    void a_bad_value_is_refused(String key, String value, String expected) {
        assertThat(aws.refusal("elbv2:ModifyListenerAttributes", request(secure, key, value)))
                .isEqualTo(expected);
    }

    @Test
    void a_value_cannot_end_its_line() {
        String key = "routing.http.response.content_security_policy.header_value";
        assertThat(
                        aws.refusal(
                                "elbv2:ModifyListenerAttributes",
                                request(secure, key, "a\\r\\nb: c")))
                .startsWith("ValidationError: ")
                .endsWith("is not valid: it must be 1 to 1024 visible characters");
    }

    @Test
    void an_http_listener_tells_nothing_of_tls() {
        String key = "routing.http.request.x_amzn_tls_version.header_name";
        assertThat(aws.refusal("elbv2:ModifyListenerAttributes", request(listener, key, "X")))
                .isEqualTo(
                        "ValidationError: Listener attribute key '" + key + "' is not recognized");
    }
}
