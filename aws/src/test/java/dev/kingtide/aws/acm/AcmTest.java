package dev.kingtide.aws.acm;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.traffic.CertificateFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcmTest {
    private static final String NOWHERE =
            "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
    private final ApiWorld aws = new ApiWorld();

    private static String file(String name) {
        return switch (name) {
            case "chain" -> CertificateFiles.chain();
            case "words" -> "no certificate";
            case "two" -> CertificateFiles.text("shop.pem") + CertificateFiles.text("other.pem");
            case "backwards" ->
                    CertificateFiles.text("middle.pem") + CertificateFiles.text("other.pem");
            case "bundle" -> CertificateFiles.text("shop.pem") + CertificateFiles.chain();
            default -> CertificateFiles.text(name);
        };
    }

    private static String base64(String name) {
        return Base64.getEncoder().encodeToString(file(name).getBytes(StandardCharsets.US_ASCII));
    }

    private static String input(String body, String key, String chain, String more) {
        return "{'Certificate': '%s', 'PrivateKey': '%s'".formatted(base64(body), base64(key))
                + (chain.equals("-") ? "" : ", 'CertificateChain': '" + base64(chain) + "'")
                + (more.isEmpty() ? "" : ", " + more)
                + "}";
    }

    private String bring(String name, String chain) {
        return aws.call("acm:ImportCertificate", input(name + ".pem", name + ".key", chain, ""))
                .get("CertificateArn")
                .asText();
    }

    private JsonNode describe(String arn) {
        return aws.call("acm:DescribeCertificate", "{'CertificateArn': '" + arn + "'}")
                .get("Certificate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    words | shop.key | - | Unable to parse certificate. Please ensure the certificate is in PEM format.
                    shop.key | shop.key | - | Unable to parse certificate. Please ensure the certificate is in PEM format.
                    two | shop.key | - | The certificate field contains more than one certificate. You can specify only one certificate in this field.
                    shop.pem | words | chain | The private key is not supported.
                    shop.pem | other-encrypted.key | chain | The private key is not supported.
                    shop.pem | other.key | chain | The private key is not supported.
                    edward.pem | edward.key | - | The private key is not supported.
                    odd.pem | odd.key | - | The private key length 1536 is not supported for key algorithm.
                    shop.pem | shop-again.key | chain | The private key does not match the certificate.
                    other.pem | wild.key | - | The private key does not match the certificate.
                    shop.pem | shop.key | words | The certificate chain provided is not in a valid PEM format.
                    shop.pem | shop.key | root.pem | Could not validate the certificate with the certificate chain.
                    shop.pem | shop.key | other.pem | Could not validate the certificate with the certificate chain.
                    shop.pem | shop.key | bundle | Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: 0
                    shop.pem | shop.key | backwards | Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: 1
                    old.pem | old.key | - | The certificate has expired.
                    later.pem | later.key | - | The certificate is not yet valid.
                    """)
    void what_does_not_fit_is_refused(String body, String key, String chain, String message) {
        assertThat(aws.refusal("acm:ImportCertificate", input(body, key, chain, "")))
                .isEqualTo("ValidationException: " + message);
        assertThat(aws.world.traffic().certificates.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    shop.pem | shop.key | chain
                    shop.pem | shop.key | middle.pem
                    shop.pem | shop.key | -
                    wild.pem | wild.key | chain
                    wild.pem | wild-sec1.key | chain
                    other.pem | other.key | -
                    other.pem | other.key | other.pem
                    plain.pem | plain-pkcs1.key | -
                    short.pem | short.key | -
                    """)
    void what_fits_is_taken_in_every_form_of_key(String body, String key, String chain) {
        assertThat(aws.refusal("acm:ImportCertificate", input(body, key, chain, "")))
                .startsWith("answered: ")
                .contains("arn:aws:acm:us-east-1:123456789012:certificate/");
    }

    @Test
    void a_certificate_says_what_it_is() {
        JsonNode shop = describe(bring("shop", "chain"));
        assertContains(
                shop,
                """
                {'DomainName': 'shop.example',
                 'SubjectAlternativeNames': ['shop.example', 'www.shop.example'],
                 'Serial': '4f:ac:07:a3', 'Subject': 'C=DE, O=Shop, CN=shop.example',
                 'Issuer': 'Kingtide Tests', 'Status': 'ISSUED', 'KeyAlgorithm': 'RSA_2048',
                 'SignatureAlgorithm': 'SHA256WITHECDSA', 'InUseBy': [], 'Type': 'IMPORTED',
                 'KeyUsages': [{'Name': 'DIGITAL_SIGNATURE'}, {'Name': 'KEY_ENCIPHERMENT'}],
                 'ExtendedKeyUsages': [{'Name': 'TLS_WEB_SERVER_AUTHENTICATION',
                   'OID': '1.3.6.1.5.5.7.3.1'}],
                 'RenewalEligibility': 'INELIGIBLE'}
                """);
        assertThat(describe(bring("wild", "chain")).get("KeyAlgorithm").asText())
                .isEqualTo("EC_prime256v1");
        assertThat(describe(bring("other", "-")).get("Issuer").asText()).isEqualTo("other.example");
    }

    @Test
    void a_certificate_and_its_chain_are_handed_out_without_the_key() {
        String arn = bring("shop", "chain");
        JsonNode got = aws.call("acm:GetCertificate", "{'CertificateArn': '" + arn + "'}");
        assertThat(got.get("Certificate").asText()).isEqualTo(file("shop.pem"));
        assertThat(got.get("CertificateChain").asText()).isEqualTo(file("chain"));
        assertThat(got).hasSize(2);
    }

    @Test
    void another_one_takes_its_place_under_the_same_arn() {
        String arn = bring("shop", "chain");
        JsonNode before = describe(arn);
        aws.wait(60);
        String with = "'CertificateArn': '" + arn + "'";
        aws.call("acm:ImportCertificate", input("shop-again.pem", "shop-again.key", "chain", with));
        JsonNode after = describe(arn);
        assertThat(after.at("/SubjectAlternativeNames/1").asText()).isEqualTo("pay.shop.example");
        assertThat(after.get("CreatedAt")).isEqualTo(before.get("CreatedAt"));
        assertThat(after.get("ImportedAt")).isNotEqualTo(before.get("ImportedAt"));
        assertThat(aws.world.traffic().certificates.size()).isEqualTo(1);
        assertThat(
                        aws.refusal(
                                "acm:ImportCertificate",
                                input(
                                        "shop.pem",
                                        "shop.key",
                                        "chain",
                                        with + ", 'Tags': [{'Key': 'a'}]")))
                .isEqualTo("ValidationException: Tagging is not permitted on re-import.");
        assertThat(
                        aws.refusal(
                                "acm:ImportCertificate",
                                input("plain.pem", "plain-pkcs1.key", "-", with)))
                .isEqualTo(
                        "ValidationException: The domain names of a certificate cannot change on"
                                + " re-import.");
        assertThat(
                        aws.refusal(
                                "acm:ImportCertificate",
                                input(
                                        "shop.pem",
                                        "shop.key",
                                        "chain",
                                        "'CertificateArn': '" + NOWHERE + "'")))
                .isEqualTo(
                        "ResourceNotFoundException: Could not find certificate " + NOWHERE + ".");
    }

    @Test
    void a_certificate_that_a_listener_shows_cannot_be_deleted() {
        String arn = bring("shop", "chain");
        aws.shopFront();
        String balancer = aws.world.traffic().loadBalancers.rows().iterator().next().arn();
        String listener =
                aws.call(
                                "elbv2:CreateListener",
                                ("{'LoadBalancerArn': '%s', 'Protocol': 'HTTPS', 'Port': 443,"
                                                + " 'Certificates': [{'CertificateArn': '%s'}],"
                                                + " 'DefaultActions': [{'Type': 'fixed-response',"
                                                + " 'FixedResponseConfig': {'StatusCode':"
                                                + " '200'}}]}")
                                        .formatted(balancer, arn))
                        .at("/Listeners/0/ListenerArn")
                        .asText();
        assertThat(describe(arn).get("InUseBy").get(0).asText()).isEqualTo(balancer);
        String delete = "{'CertificateArn': '" + arn + "'}";
        assertThat(aws.refusal("acm:DeleteCertificate", delete))
                .isEqualTo(
                        "ResourceInUseException: Certificate "
                                + arn
                                + " in account 123456789012 is in use.");
        aws.call("elbv2:DeleteListener", "{'ListenerArn': '" + listener + "'}");
        aws.call("acm:DeleteCertificate", delete);
        assertThat(aws.refusal("acm:DeleteCertificate", delete))
                .isEqualTo("ResourceNotFoundException: Could not find certificate " + arn + ".");
    }

    @Test
    void lists_have_keys_of_rsa_unless_others_are_asked_for_and_come_in_pages() {
        String shop = bring("shop", "chain");
        String wild = bring("wild", "chain");
        String short1 = bring("short", "-");
        assertThat(arns("{}")).isEqualTo(shop + ' ' + short1);
        assertThat(arns("{'Includes': {'keyTypes': ['EC_prime256v1']}}")).isEqualTo(wild);
        assertThat(arns("{'CertificateStatuses': ['EXPIRED']}")).isEmpty();
        assertThat(arns("{'SortBy': 'CREATED_AT', 'SortOrder': 'DESCENDING'}"))
                .isEqualTo(short1 + ' ' + shop);
        JsonNode first = aws.call("acm:ListCertificates", "{'MaxItems': 1}");
        String token = first.get("NextToken").asText();
        assertThat(arns("{'MaxItems': 1, 'NextToken': '" + token + "'}")).isEqualTo(short1);
        assertThat(aws.refusal("acm:ListCertificates", "{'NextToken': 'x'}"))
                .isEqualTo("ValidationException: The NextToken is not valid");
        assertThat(aws.refusal("acm:ListCertificates", "{'SortBy': 'CREATED_AT'}"))
                .startsWith("InvalidArgsException: ");
        assertContains(
                first.at("/CertificateSummaryList/0"),
                "{'DomainName': 'shop.example', 'InUse': false, 'Status': 'ISSUED',"
                        + " 'HasAdditionalSubjectAlternativeNames': false}");
    }

    private String arns(String input) {
        StringBuilder arns = new StringBuilder();
        aws.call("acm:ListCertificates", input)
                .get("CertificateSummaryList")
                .forEach(item -> arns.append(item.get("CertificateArn").asText()).append(' '));
        return arns.toString().strip();
    }

    @Test
    void tags_come_and_go() {
        String tags = "'Tags': [{'Key': 'team', 'Value': 'shop'}, {'Key': 'free'}]";
        String arn =
                aws.call("acm:ImportCertificate", input("shop.pem", "shop.key", "chain", tags))
                        .get("CertificateArn")
                        .asText();
        String of = "'CertificateArn': '" + arn + "'";
        aws.call(
                "acm:AddTagsToCertificate",
                "{" + of + ", 'Tags': [{'Key': 'team', 'Value': 'pay'}]}");
        aws.call(
                "acm:RemoveTagsFromCertificate",
                "{" + of + ", 'Tags': [{'Key': 'team', 'Value': 'shop'}, {'Key': 'free'}]}");
        assertThat(aws.call("acm:ListTagsForCertificate", "{" + of + "}").get("Tags").toString())
                .isEqualTo("[{\"Key\":\"team\",\"Value\":\"pay\"}]");
        assertThat(
                        aws.refusal(
                                "acm:AddTagsToCertificate",
                                "{" + of + ", 'Tags': [{'Key': 'aws:x', 'Value': ''}]}"))
                .startsWith("InvalidTagException: ");
        assertThat(
                        aws.refusal(
                                "acm:ListTagsForCertificate",
                                "{'CertificateArn': '" + NOWHERE + "'}"))
                .startsWith("ResourceNotFoundException: ");
        aws.call("acm:DeleteCertificate", "{" + of + "}");
        assertThat(aws.world.tags().table.size()).isZero();
    }
}
