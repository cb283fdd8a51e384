package dev.kingtide.aws.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Certificates;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Listeners that speak TLS: their certificates and security policies.
class HttpsListenerTest {
    private static final String ACTION =
            "'DefaultActions': [{'Type': 'fixed-response', 'FixedResponseConfig':"
                    + " {'StatusCode': '200'}}]";
    private final ApiWorld aws = new ApiWorld();
    private String balancer = "";
    private String http = "";
    private String shop = "";
    private String wild = "";
    private String plain = "";

    @BeforeEach
    void a_load_balancer_and_certificates() {
        aws.shopFront();
        balancer = aws.world.traffic().loadBalancers.rows().iterator().next().arn();
        http = aws.world.traffic().listeners.rows().iterator().next().arn();
        shop = brought("shop", "shop.example");
        wild = brought("wild", "*.shop.example");
        plain = brought("other", "localhost");
    }

    private String brought(String name, String domain) {
        return aws.loop
                .decide(turn -> Certificates.create(turn, CertificateFiles.brought(name, domain)))
                .arn();
    }

    private String filled(String text) {
        return text.replace("BALANCER", balancer)
                .replace("SHOP", "{'CertificateArn': '" + shop + "'}")
                .replace("WILD", "{'CertificateArn': '" + wild + "'}")
                .replace("PLAIN", "{'CertificateArn': '" + plain + "'}")
                .replace("NOWHERE", "{'CertificateArn': 'arn:x'}")
                .replace("ACTION", ACTION);
    }

    private JsonNode create(String more) {
        return aws.call(
                        "elbv2:CreateListener",
                        filled("{'LoadBalancerArn': 'BALANCER', ACTION, " + more + "}"))
                .at("/Listeners/0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'Protocol': 'HTTPS' | ValidationError: A certificate must be specified for HTTPS listeners
                    'Protocol': 'HTTPS', 'Certificates': [SHOP, WILD] | TooManyCertificates: Only one certificate can be specified for a listener
                    'Protocol': 'HTTPS', 'Certificates': [NOWHERE] | CertificateNotFound: Certificate 'arn:x' not found
                    'Protocol': 'HTTPS', 'Certificates': [SHOP], 'SslPolicy': 'strong' | SSLPolicyNotFound: SSL policy 'strong' not found
                    'Protocol': 'HTTP', 'Certificates': [SHOP] | ValidationError: A certificate cannot be specified for HTTP listeners
                    'Protocol': 'HTTP', 'SslPolicy': 'ELBSecurityPolicy-2016-08' | ValidationError: An SSL policy cannot be specifed for HTTP listeners
                    """)
    void what_does_not_go_with_tls_is_refused(String more, String refusal) {
        assertThat(
                        aws.refusal(
                                "elbv2:CreateListener",
                                filled(
                                        "{'LoadBalancerArn': 'BALANCER', 'Port': 443, ACTION, "
                                                + more
                                                + "}")))
                .isEqualTo(refusal);
    }

    @Test
    void a_certificate_of_no_full_name_is_refused() {
        assertThat(
                        aws.refusal(
                                "elbv2:CreateListener",
                                filled(
                                        "{'LoadBalancerArn': 'BALANCER', 'Port': 443, ACTION,"
                                                + " 'Protocol': 'HTTPS', 'Certificates':"
                                                + " [PLAIN]}")))
                .isEqualTo(
                        "UnsupportedCertificate: The certificate '"
                                + plain
                                + "' must have a fully-qualified domain name, a supported"
                                + " signature, and a supported key size.");
    }

    @Test
    void a_group_of_grpc_is_not_for_listeners_without_tls() {
        String group =
                aws.call(
                                "elbv2:CreateTargetGroup",
                                "{'Name': 'calls', 'Protocol': 'HTTP', 'Port': 80, 'VpcId':"
                                        + " 'vpc-1', 'TargetType': 'ip', 'ProtocolVersion':"
                                        + " 'GRPC'}")
                        .at("/TargetGroups/0/TargetGroupArn")
                        .asText();
        String forward = "[{'Type': 'forward', 'TargetGroupArn': '" + group + "'}]";
        String refusal =
                "InvalidLoadBalancerAction: Listener protocol 'HTTP' is not supported with a target"
                        + " group with the protocol-version 'GRPC'";
        String create = "{'LoadBalancerArn': 'BALANCER', 'Port': 90, 'DefaultActions': " + forward;
        assertThat(aws.refusal("elbv2:CreateListener", filled(create + ", 'Protocol': 'HTTP'}")))
                .isEqualTo(refusal);
        String rule =
                ", 'Priority': 1, 'Conditions': [{'Field': 'path-pattern', 'Values': ['/a']}],"
                        + " 'Actions': "
                        + forward
                        + "}";
        assertThat(aws.refusal("elbv2:CreateRule", "{'ListenerArn': '" + http + "'" + rule))
                .isEqualTo(refusal);
        String https =
                aws.call(
                                "elbv2:CreateListener",
                                filled(create + ", 'Protocol': 'HTTPS', 'Certificates': [SHOP]}"))
                        .at("/Listeners/0/ListenerArn")
                        .asText();
        assertThat(
                        aws.refusal(
                                "elbv2:ModifyListener",
                                "{'ListenerArn': '" + https + "', 'Protocol': 'HTTP'}"))
                .isEqualTo(refusal);
        aws.call("elbv2:CreateRule", "{'ListenerArn': '" + https + "'" + rule);
    }

    @Test
    void a_listener_has_the_usual_policy_unless_it_names_one() {
        JsonNode usual = create("'Protocol': 'HTTPS', 'Port': 443, 'Certificates': [SHOP]");
        assertThat(usual.get("SslPolicy").asText()).isEqualTo("ELBSecurityPolicy-2016-08");
        assertThat(usual.at("/Certificates/0").toString())
                .isEqualTo("{\"CertificateArn\":\"" + shop + "\"}");
        JsonNode named =
                create(
                        "'Protocol': 'HTTPS', 'Port': 444, 'Certificates': [SHOP], 'SslPolicy':"
                                + " 'ELBSecurityPolicy-TLS13-1-2-2021-06'");
        assertThat(named.get("SslPolicy").asText())
                .isEqualTo("ELBSecurityPolicy-TLS13-1-2-2021-06");
    }

    @Test
    void what_a_change_does_not_name_stays() {
        String arn =
                create(
                                "'Protocol': 'HTTPS', 'Port': 443, 'Certificates': [SHOP],"
                                        + " 'SslPolicy': 'ELBSecurityPolicy-TLS13-1-3-2021-06'")
                        .get("ListenerArn")
                        .asText();
        JsonNode other = modify(arn, "'Certificates': [WILD]");
        assertThat(other.at("/Certificates/0/CertificateArn").asText()).isEqualTo(wild);
        assertThat(other.get("SslPolicy").asText())
                .isEqualTo("ELBSecurityPolicy-TLS13-1-3-2021-06");
        JsonNode plainly = modify(arn, "'Protocol': 'HTTP', 'Port': 90");
        assertThat(plainly.has("SslPolicy")).isFalse();
        assertThat(
                        aws.refusal(
                                "elbv2:ModifyListener",
                                "{'ListenerArn': '" + arn + "', 'Protocol': 'HTTPS'}"))
                .isEqualTo("ValidationError: A certificate must be specified for HTTPS listeners");
    }

    private JsonNode modify(String arn, String more) {
        return aws.call(
                        "elbv2:ModifyListener",
                        filled("{'ListenerArn': '" + arn + "', " + more + "}"))
                .at("/Listeners/0");
    }

    @Test
    void further_certificates_are_added_once_and_taken_off_but_for_the_default_one() {
        String arn =
                create("'Protocol': 'HTTPS', 'Port': 443, 'Certificates': [SHOP]")
                        .get("ListenerArn")
                        .asText();
        String to = "{'ListenerArn': '" + arn + "', 'Certificates': [";
        aws.call("elbv2:AddListenerCertificates", filled(to + "WILD, SHOP]}"));
        aws.call("elbv2:AddListenerCertificates", filled(to + "WILD]}"));
        assertThat(shown(arn)).containsExactly(shop + " true", wild + " false", shop + " false");
        aws.call("elbv2:RemoveListenerCertificates", filled(to + "SHOP]}"));
        assertThat(shown(arn)).containsExactly(shop + " true", wild + " false");
        assertThat(aws.refusal("elbv2:RemoveListenerCertificates", filled(to + "SHOP]}")))
                .isEqualTo(
                        "OperationNotPermitted: Default certificate '"
                                + shop
                                + "' cannot be removed");
        assertThat(aws.refusal("elbv2:AddListenerCertificates", filled(to + "NOWHERE]}")))
                .isEqualTo("CertificateNotFound: Certificate 'arn:x' not found");
        assertThat(
                        aws.refusal(
                                "elbv2:AddListenerCertificates",
                                filled("{'ListenerArn': '" + http + "', 'Certificates': [WILD]}")))
                .isEqualTo("ValidationError: A certificate cannot be specified for HTTP listeners");
        assertThat(shown(http)).isEmpty();
    }

    private List<String> shown(String arn) {
        return aws.call("elbv2:DescribeListenerCertificates", "{'ListenerArn': '" + arn + "'}")
                .get("Certificates")
                .valueStream()
                .map(c -> c.get("CertificateArn").asText() + ' ' + c.get("IsDefault").asText())
                .toList();
    }

    @Test
    void a_load_balancer_shows_25_certificates_beside_the_default_ones() {
        String arn =
                create("'Protocol': 'HTTPS', 'Port': 443, 'Certificates': [SHOP]")
                        .get("ListenerArn")
                        .asText();
        for (int i = 0; i < 25; i++) {
            String one = brought("wild", "*.shop" + i + ".example");
            aws.call(
                    "elbv2:AddListenerCertificates",
                    "{'ListenerArn': '%s', 'Certificates': [{'CertificateArn': '%s'}]}"
                            .formatted(arn, one));
        }
        assertThat(
                        aws.refusal(
                                "elbv2:AddListenerCertificates",
                                filled("{'ListenerArn': '" + arn + "', 'Certificates': [WILD]}")))
                .isEqualTo(
                        "TooManyCertificates: The maximum number of certificates, 25, has been"
                                + " reached");
    }

    @Test
    void policies_are_described_with_their_ciphers_in_order() {
        JsonNode policy =
                aws.call(
                                "elbv2:DescribeSSLPolicies",
                                "{'Names': ['ELBSecurityPolicy-TLS13-1-2-Res-2021-06']}")
                        .at("/SslPolicies/0");
        assertThat(policy.get("SslProtocols").toString()).isEqualTo("[\"TLSv1.3\",\"TLSv1.2\"]");
        assertThat(policy.get("Ciphers")).hasSize(7);
        assertThat(policy.at("/Ciphers/6/Priority").asInt()).isEqualTo(7);
        assertThat(aws.call("elbv2:DescribeSSLPolicies", "{}").get("SslPolicies"))
                .hasSizeGreaterThan(30);
        assertThat(aws.refusal("elbv2:DescribeSSLPolicies", "{'Names': ['x']}"))
                .isEqualTo("SSLPolicyNotFound: SSL policy 'x' not found");
    }
}
