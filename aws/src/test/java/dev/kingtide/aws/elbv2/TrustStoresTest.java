package dev.kingtide.aws.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.TrustStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trust stores, and listeners that verify clients with them.
class TrustStoresTest {
    private static final String ACTION =
            "'DefaultActions': [{'Type': 'fixed-response', 'FixedResponseConfig':"
                    + " {'StatusCode': '200'}}]";
    private final ApiWorld aws = new ApiWorld();
    private String balancer = "";
    private String shop = "";
    private String store = "";

    @BeforeEach
    void a_load_balancer_and_a_trust_store() {
        aws.shopFront();
        balancer = aws.world.traffic().loadBalancers.rows().iterator().next().arn();
        shop =
                aws.loop
                        .decide(turn ->
                                Certificates.create(
                                        turn, CertificateFiles.brought("shop", "shop.example")))
                        .arn();
        String root = CertificateFiles.text("clients-root.pem");
        object("root.pem", "# of the shop\n" + root);
        object("two.pem", root + "# between\n" + CertificateFiles.text("clients-middle.pem"));
        object("blank.pem", root + "\n" + root);
        object("hyphen.pem", "# clients-root\n" + root);
        object("text.pem", "Certificate:\n" + root);
        object("cut.pem", root.substring(0, root.length() - 30));
        object("odd.pem", root.replace("MIIB", "NIIB"));
        object("base.pem", root.replace("MIIB", "M!IB"));
        object("leaf.pem", CertificateFiles.text("client.pem"));
        object("empty.pem", "# nothing\n");
        object("root.crl", CertificateFiles.text("clients-root.crl"));
        object("middle.crl", CertificateFiles.text("clients-middle.crl"));
        object(
                "both.crl",
                CertificateFiles.text("clients-root.crl")
                        + CertificateFiles.text("clients-middle.crl"));
        aws.object(
                "pki",
                "der.crl",
                Base64.getMimeDecoder()
                        .decode(
                                CertificateFiles.text("clients-root.crl")
                                        .replaceAll("-----[A-Z0-9 ]+-----", "")));
        store = make("clients", "root.pem").get("TrustStoreArn").asText();
    }

    private void object(String key, String text) {
        aws.object("pki", key, text.getBytes(StandardCharsets.US_ASCII));
    }

    private JsonNode make(String name, String key) {
        return aws.call("elbv2:CreateTrustStore", bundle("'Name': '" + name + "'", key))
                .at("/TrustStores/0");
    }

    private static String bundle(String begin, String key) {
        return "{"
                + begin
                + ", 'CaCertificatesBundleS3Bucket': 'pki', 'CaCertificatesBundleS3Key': '"
                + key
                + "'}";
    }

    private JsonNode revoke(String... keys) {
        return aws.call("elbv2:AddTrustStoreRevocations", revocations(keys))
                .get("TrustStoreRevocations");
    }

    private String revocations(String... keys) {
        String contents =
                List.of(keys).stream()
                        .map(key -> "{'S3Bucket': 'pki', 'S3Key': '" + key + "'}")
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow();
        return filled("{'TrustStoreArn': 'STORE', 'RevocationContents': [" + contents + "]}");
    }

    private String filled(String text) {
        return text.replace("BALANCER", balancer)
                .replace("SHOP", shop)
                .replace("ACTION", ACTION)
                .replace("STORE", store);
    }

    private String listening(int port, String mutual) {
        return filled(
                "{'LoadBalancerArn': 'BALANCER', ACTION, 'Protocol': 'HTTPS', 'Port': "
                        + port
                        + ", 'Certificates': [{'CertificateArn': 'SHOP'}], 'MutualAuthentication': "
                        + mutual
                        + "}");
    }

    private JsonNode listener(int port, String mutual) {
        return aws.call("elbv2:CreateListener", listening(port, mutual)).at("/Listeners/0");
    }

    private void quota(Quota quota, int limit) {
        aws.loop.decide(turn -> {
            turn.put(turn.world().admission().quotasTable, Quotas.DEFAULT.with(quota, limit));
            return limit;
        });
    }

    private TrustStore row() {
        return aws.world.traffic().trustStores.require(store);
    }

    @Test
    void a_trust_store_has_the_certificates_of_its_file() {
        JsonNode made = make("two", "two.pem");
        assertThat(made.get("TrustStoreArn").asText())
                .matches(
                        "arn:aws:elasticloadbalancing:us-east-1:123456789012:truststore/two/"
                                + "[0-9a-f]{16}");
        ApiWorld.assertContains(
                made, "{'Name': 'two', 'Status': 'ACTIVE', 'NumberOfCaCertificates': 2}");
        assertThat(made.get("TotalRevokedEntries").asInt(-1)).isZero();
        assertThat(aws.call("elbv2:DescribeTrustStores", "{}").get("TrustStores")).hasSize(2);
        assertThat(aws.call("elbv2:DescribeTrustStores", "{'Names': ['two']}").get("TrustStores"))
                .containsExactly(made);
        aws.call(
                "elbv2:ModifyTrustStore",
                bundle(
                        "'TrustStoreArn': '" + made.get("TrustStoreArn").asText() + "'",
                        "root.pem"));
        assertThat(
                        aws.call("elbv2:DescribeTrustStores", "{'Names': ['two']}")
                                .at("/TrustStores/0/NumberOfCaCertificates")
                                .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    clients | root.pem | DuplicateTrustStoreName: A trust store with the same name 'clients' already exists
                    -a | root.pem | ValidationError
                    b | gone.pem | CaCertificatesBundleNotFound: The CA certificates bundle 's3://pki/gone.pem' does not exist
                    b | blank.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a line in it is not in PEM format
                    b | hyphen.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a line in it is not in PEM format
                    b | text.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a line in it is not in PEM format
                    b | cut.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a certificate in it has no end
                    b | odd.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a certificate in it cannot be read
                    b | base.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a certificate in it cannot be read
                    b | empty.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: there is no certificate in it
                    b | leaf.pem | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: 'C=US, OU=Tills, O=Shop, CN=till-1' is not a certificate authority's
                    b | root.crl | InvalidCaCertificatesBundle: The CA certificates bundle is not valid: a line in it is not in PEM format
                    """)
    void a_file_that_is_no_bundle_is_refused(String name, String key, String refusal) {
        assertThat(aws.refusal("elbv2:CreateTrustStore", bundle("'Name': '" + name + "'", key)))
                .startsWith(refusal);
        if (!refusal.startsWith("Dup") && !refusal.startsWith("Val")) {
            assertThat(
                            aws.refusal(
                                    "elbv2:ModifyTrustStore",
                                    bundle("'TrustStoreArn': '" + store + "'", key)))
                    .isEqualTo(refusal);
        }
    }

    @Test
    void an_object_has_no_versions() {
        String input =
                bundle("'Name': 'b', 'CaCertificatesBundleS3ObjectVersion': '7'", "root.pem");
        assertThat(aws.refusal("elbv2:CreateTrustStore", input))
                .isEqualTo(
                        "CaCertificatesBundleNotFound: The CA certificates bundle"
                                + " 's3://pki/root.pem' of version '7' does not exist");
    }

    @Test
    void quotas_bind() {
        quota(Quota.TRUST_STORES, 1);
        assertThat(aws.refusal("elbv2:CreateTrustStore", bundle("'Name': 'b'", "root.pem")))
                .isEqualTo(
                        "TooManyTrustStores: The maximum number of trust stores, 1, has been"
                                + " reached");
        quota(Quota.CA_CERTIFICATES_PER_TRUST_STORE, 1);
        assertThat(aws.refusal("elbv2:CreateTrustStore", bundle("'Name': 'b'", "two.pem")))
                .isEqualTo(
                        "InvalidCaCertificatesBundle: The CA certificates bundle is not valid: it"
                                + " has more than 1 certificates");
        quota(Quota.REVOCATION_LISTS_PER_TRUST_STORE, 1);
        assertThat(
                        aws.refusal(
                                "elbv2:AddTrustStoreRevocations",
                                revocations("root.crl", "middle.crl")))
                .isEqualTo(
                        "TooManyTrustStoreRevocationEntries: The maximum number of revocation"
                                + " lists, 1, has been reached on '"
                                + store
                                + "'");
        quota(Quota.REVOCATION_ENTRIES_PER_TRUST_STORE, 1);
        assertThat(aws.refusal("elbv2:AddTrustStoreRevocations", revocations("both.crl")))
                .isEqualTo(
                        "TooManyTrustStoreRevocationEntries: The maximum number of revocation"
                                + " entries, 1, has been reached on '"
                                + store
                                + "'");
        assertThat(row().revocations()).isEmpty();
    }

    @Test
    void revocations_are_added_described_and_removed() {
        JsonNode added = revoke("root.crl", "both.crl");
        assertThat(added.findValuesAsText("RevocationId")).containsExactly("1", "2");
        assertThat(added.findValuesAsText("RevocationType")).containsExactly("CRL", "CRL");
        assertThat(added.findValuesAsText("NumberOfRevokedEntries")).containsExactly("1", "2");
        assertThat(added.findValuesAsText("TrustStoreArn")).containsExactly(store, store);
        revoke("der.crl");
        assertThat(row().revocations().get(2).revoked())
                .isEqualTo(row().revocations().get(0).revoked())
                .first()
                .extracting(TrustStore.Revoked::serials)
                .isEqualTo(List.of("3a5b3"));
        assertThat(
                        aws.call(
                                        "elbv2:DescribeTrustStores",
                                        filled("{'TrustStoreArns': ['STORE']}"))
                                .at("/TrustStores/0/TotalRevokedEntries")
                                .asInt())
                .isEqualTo(4);
        String some = "{'TrustStoreArn': 'STORE', 'RevocationIds': [2]}";
        aws.call("elbv2:RemoveTrustStoreRevocations", filled(some));
        assertThat(aws.refusal("elbv2:RemoveTrustStoreRevocations", filled(some)))
                .isEqualTo("RevocationIdNotFound: Revocation ID '2' not found");
        assertThat(aws.refusal("elbv2:DescribeTrustStoreRevocations", filled(some)))
                .isEqualTo("RevocationIdNotFound: Revocation ID '2' not found");
        JsonNode left =
                aws.call(
                                "elbv2:DescribeTrustStoreRevocations",
                                filled("{'TrustStoreArn': 'STORE'}"))
                        .get("TrustStoreRevocations");
        assertThat(left.findValuesAsText("RevocationId")).containsExactly("1", "3");
        assertThat(revoke("root.crl").at("/0/RevocationId").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gone.crl | RevocationContentNotFound: The revocation file 's3://pki/gone.crl' does not exist
                    root.pem | InvalidRevocationContent: The revocation file is not valid: it cannot be read
                    empty.pem | InvalidRevocationContent: The revocation file is not valid: it cannot be read
                    """)
    void a_file_that_revokes_nothing_is_refused(String key, String refusal) {
        assertThat(aws.refusal("elbv2:AddTrustStoreRevocations", revocations("root.crl", key)))
                .isEqualTo(refusal);
        assertThat(row().revocations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'Mode': 'off'} | {'Mode': 'off'}
                    {'Mode': 'passthrough'} | {'Mode': 'passthrough'}
                    {'Mode': 'verify', 'TrustStoreArn': 'STORE'} | {'Mode': 'verify', 'TrustStoreArn': 'STORE', 'IgnoreClientCertificateExpiry': false, 'AdvertiseTrustStoreCaNames': 'off'}
                    {'Mode': 'verify', 'TrustStoreArn': 'STORE', 'IgnoreClientCertificateExpiry': true, 'AdvertiseTrustStoreCaNames': 'on'} | {'Mode': 'verify', 'TrustStoreArn': 'STORE', 'IgnoreClientCertificateExpiry': true, 'AdvertiseTrustStoreCaNames': 'on'}
                    """)
    void a_listener_asks_its_clients_what_it_is_told_to(String mutual, String shown) {
        JsonNode listener = listener(443, mutual);
        ApiWorld.assertContains(listener, "{'MutualAuthentication': " + filled(shown) + "}");
        String arn = listener.get("ListenerArn").asText();
        JsonNode after =
                aws.call("elbv2:ModifyListener", "{'ListenerArn': '" + arn + "', 'Port': 8443}")
                        .at("/Listeners/0");
        assertThat(after.get("MutualAuthentication"))
                .isEqualTo(listener.get("MutualAuthentication"));
        JsonNode off =
                aws.call(
                                "elbv2:ModifyListener",
                                "{'ListenerArn': '"
                                        + arn
                                        + "', 'MutualAuthentication': {'Mode': 'off'}}")
                        .at("/Listeners/0");
        ApiWorld.assertContains(off, "{'MutualAuthentication': {'Mode': 'off'}}");
    }

    @Test
    void terraform_names_no_trust_store_by_an_empty_arn() {
        JsonNode made =
                aws.call(
                                "elbv2:CreateListener",
                                listening(443, "{'Mode': 'passthrough', 'TrustStoreArn': ''}"))
                        .at("/Listeners/0/MutualAuthentication");
        assertThat(made).hasToString("{\"Mode\":\"passthrough\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {} | ValidationError: A Mutual Authentication mode must be specified
                    {'Mode': 'on'} | ValidationError: Mutual Authentication mode 'on' is not valid: it must be off, passthrough or verify
                    {'Mode': 'passthrough', 'TrustStoreArn': 'STORE'} | ValidationError: Mutual Authentication mode passthrough does not support trust store
                    {'Mode': 'off', 'IgnoreClientCertificateExpiry': false} | ValidationError: Mutual Authentication mode off does not support ignoring certificate expiry
                    {'Mode': 'passthrough', 'AdvertiseTrustStoreCaNames': 'on'} | ValidationError: Mutual Authentication mode passthrough does not support advertise trust store CA names
                    {'Mode': 'verify'} | ValidationError: Mutual Authentication mode verify requires trust store
                    {'Mode': 'verify', 'TrustStoreArn': ''} | ValidationError: Mutual Authentication mode verify requires trust store
                    {'Mode': 'verify', 'TrustStoreArn': 'arn:x'} | TrustStoreNotFound: Trust store 'arn:x' not found
                    """)
    void what_does_not_go_together_is_refused(String mutual, String refusal) {
        assertThat(aws.refusal("elbv2:CreateListener", listening(443, mutual))).isEqualTo(refusal);
    }

    @Test
    void a_listener_without_tls_asks_nothing() {
        assertThat(
                        aws.refusal(
                                "elbv2:CreateListener",
                                filled(
                                        "{'LoadBalancerArn': 'BALANCER', ACTION, 'Protocol':"
                                                + " 'HTTP', 'Port': 81, 'MutualAuthentication':"
                                                + " {'Mode': 'passthrough'}}")))
                .isEqualTo(
                        "ValidationError: Mutual Authentication cannot be specified for HTTP"
                                + " listeners");
    }

    @Test
    void a_trust_store_is_in_use_as_long_as_a_listener_verifies_with_it() {
        String verify = filled("{'Mode': 'verify', 'TrustStoreArn': 'STORE'}");
        String first = listener(443, verify).get("ListenerArn").asText();
        String second = listener(444, verify).get("ListenerArn").asText();
        assertThat(aws.refusal("elbv2:CreateListener", listening(445, verify)))
                .isEqualTo(
                        "TooManyListeners: The maximum number of listeners in mutual"
                                + " authentication mode verify, 2, has been reached");
        aws.call(
                "elbv2:ModifyListener",
                "{'ListenerArn': '" + first + "', 'MutualAuthentication': " + verify + "}");
        String named = filled("{'TrustStoreArn': 'STORE'}");
        assertThat(
                        aws.call("elbv2:DescribeTrustStoreAssociations", named)
                                .findValuesAsText("ResourceArn"))
                .containsExactlyInAnyOrder(first, second);
        assertThat(aws.refusal("elbv2:DeleteTrustStore", named))
                .isEqualTo(
                        "TrustStoreInUse: Trust store '"
                                + store
                                + "' is currently in use by a listener");
        for (String arn : List.of(first, second)) {
            aws.call("elbv2:DeleteListener", "{'ListenerArn': '" + arn + "'}");
        }
        aws.call("elbv2:DeleteTrustStore", named);
        assertThat(aws.refusal("elbv2:DescribeTrustStoreAssociations", named))
                .isEqualTo("TrustStoreNotFound: Trust store '" + store + "' not found");
        assertThat(aws.refusal("elbv2:DescribeTrustStores", "{'Names': ['clients']}"))
                .isEqualTo("TrustStoreNotFound: Trust store 'clients' not found");
    }

    @Test
    void a_trust_store_has_tags() {
        String made =
                aws.call(
                                "elbv2:CreateTrustStore",
                                bundle(
                                        "'Name': 'b', 'Tags': [{'Key': 'a', 'Value': '1'}]",
                                        "root.pem"))
                        .at("/TrustStores/0/TrustStoreArn")
                        .asText();
        String named = "{'ResourceArns': ['" + made + "']";
        aws.call("elbv2:AddTags", named + ", 'Tags': [{'Key': 'b', 'Value': '2'}]}");
        assertThat(aws.call("elbv2:DescribeTags", named + "}").findValuesAsText("Key"))
                .containsExactlyInAnyOrder("a", "b");
        aws.call("elbv2:DeleteTrustStore", "{'TrustStoreArn': '" + made + "'}");
        assertThat(aws.refusal("elbv2:DescribeTags", named + "}"))
                .isEqualTo("TrustStoreNotFound: Trust store '" + made + "' not found");
    }
}
