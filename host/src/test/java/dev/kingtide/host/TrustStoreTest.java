package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.TrustStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trust store of a daemon, made of files in its data directory.
class TrustStoreTest {
    @TempDir private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<EdgeCommand> told = new CopyOnWriteArrayList<>();

    private Daemon start() throws IOException {
        return Daemon.start(
                new Daemon.Settings(
                        directory,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Gateway.Auth.OFF,
                        false,
                        "kingtide test"),
                (agenda, world) -> new Machines.Drivers(command -> {}, told::add),
                defect -> {});
    }

    /// Calls an operation of Elastic Load Balancing with parameters by name, one behind the other.
    private String call(Daemon daemon, String action, String... parameters) throws Exception {
        StringBuilder form = new StringBuilder("Version=2015-12-01&Action=" + action);
        for (int i = 0; i < parameters.length; i += 2) {
            form.append('&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return send(daemon, "application/x-www-form-urlencoded", "", form.toString());
    }

    private String send(Daemon daemon, String type, String target, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(daemon.endpoint() + "/"))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String found(String body, String pattern) {
        String only = body.replaceFirst("(?s).*?(" + pattern + ").*", "$1");
        assertThat(only).as(body).isNotEqualTo(body);
        return only;
    }

    private static String encoded(String file) {
        return Base64.getEncoder()
                .encodeToString(CertificateFiles.text(file).getBytes(StandardCharsets.US_ASCII));
    }

    private TrustStore put() {
        for (EdgeCommand command : told) {
            if (command instanceof EdgeCommand.PutTrustStore(TrustStore store)) {
                return store;
            }
        }
        throw new AssertionError("no trust store in " + told);
    }

    private void untilListening() {
        long end = System.nanoTime() + 30_000_000_000L;
        while (told.stream().noneMatch(EdgeCommand.PutListener.class::isInstance)) {
            assertThat(System.nanoTime()).as("half a minute").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_trust_store_is_there_after_a_restart_without_its_files() throws Exception {
        Path bucket = Files.createDirectories(directory.resolve("s3/pki"));
        Files.writeString(bucket.resolve("cas.pem"), CertificateFiles.text("clients-root.pem"));
        Files.writeString(bucket.resolve("a.crl"), CertificateFiles.text("clients-root.crl"));
        TrustStore before;
        try (Daemon daemon = start()) {
            listen(daemon);
            untilListening();
            before = put();
        }
        Files.delete(bucket.resolve("cas.pem"));
        Files.delete(bucket.resolve("a.crl"));
        told.clear();
        try (Daemon daemon = start()) {
            untilListening();
            assertThat(put()).isEqualTo(before);
            assertThat(before.revokedEntries()).isEqualTo(1);
            EdgeCommand last = told.getLast();
            assertThat(last).isInstanceOf(EdgeCommand.PutListener.class);
            Listener listener = ((EdgeCommand.PutListener) last).listener();
            assertThat(listener.trustStoreArn()).isEqualTo(before.arn());
            assertThat(call(daemon, "DescribeTrustStores"))
                    .contains("<NumberOfCaCertificates>1<", "<TotalRevokedEntries>1<");
            assertThat(call(daemon, "DescribeListeners", "ListenerArns.member.1", listener.arn()))
                    .contains("<Mode>verify</Mode>");
        }
    }

    private void listen(Daemon daemon) throws Exception {
        String store =
                found(
                        call(
                                daemon,
                                "CreateTrustStore",
                                "Name",
                                "tills",
                                "CaCertificatesBundleS3Bucket",
                                "pki",
                                "CaCertificatesBundleS3Key",
                                "cas.pem"),
                        "arn:[^<]*");
        call(
                daemon,
                "AddTrustStoreRevocations",
                "TrustStoreArn",
                store,
                "RevocationContents.member.1.S3Bucket",
                "pki",
                "RevocationContents.member.1.S3Key",
                "a.crl");
        String certificate =
                found(
                        send(
                                daemon,
                                "application/x-amz-json-1.1",
                                "CertificateManager.ImportCertificate",
                                "{\"Certificate\": \"%s\", \"PrivateKey\": \"%s\"}"
                                        .formatted(encoded("other.pem"), encoded("other.key"))),
                        "arn:[^\"]*");
        String balancer =
                found(
                        call(
                                daemon,
                                "CreateLoadBalancer",
                                "Name",
                                "shop",
                                "Subnets.member.1",
                                "subnet-a",
                                "Subnets.member.2",
                                "subnet-b"),
                        "arn:[^<]*");
        String made =
                call(
                        daemon,
                        "CreateListener",
                        "LoadBalancerArn",
                        balancer,
                        "Protocol",
                        "HTTPS",
                        "Port",
                        "443",
                        "Certificates.member.1.CertificateArn",
                        certificate,
                        "MutualAuthentication.Mode",
                        "verify",
                        "MutualAuthentication.TrustStoreArn",
                        store,
                        "DefaultActions.member.1.Type",
                        "fixed-response",
                        "DefaultActions.member.1.FixedResponseConfig.StatusCode",
                        "200");
        assertThat(Objects.requireNonNull(made)).contains("<Mode>verify</Mode>");
    }
}
