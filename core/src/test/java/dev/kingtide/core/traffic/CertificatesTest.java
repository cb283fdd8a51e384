package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Rule.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Certificates, and what an edge is told of them.
class CertificatesTest {
    private static final Action.FixedResponse ANSWER = new Action.FixedResponse(200, "", "");
    private final TrafficScene scene = new TrafficScene();
    private final LoadBalancer balancer = scene.loadBalancer("shop");
    private final Certificate shop = brought("shop", "shop.example");
    private final Certificate wild = brought("wild", "*.shop.example");

    private Certificate brought(String name, String domain) {
        return scene.loop.decide(
                turn -> Certificates.create(turn, CertificateFiles.brought(name, domain)));
    }

    private Listener listener(int port, Certificate shown) {
        Listener.Tls tls = new Listener.Tls(TlsPolicy.DEFAULT, shown.arn(), List.of());
        return scene.loop.decide(turn ->
                Listeners.create(
                        turn, balancer.arn(), new Listeners.Settings("HTTPS", port, ANSWER, tls)));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (EdgeCommand command : scene.told()) {
            switch (command) {
                case EdgeCommand.PutCertificate(Certificate it) ->
                        told.add("put " + name(it.arn()));
                case EdgeCommand.RemoveCertificate(String arn) -> told.add("remove " + name(arn));
                case EdgeCommand.PutListener(Listener it) -> told.add("listener " + it.port());
                case EdgeCommand.RemoveListener _ -> told.add("no listener");
                default -> {}
            }
        }
        return told;
    }

    private String name(String arn) {
        return arn.equals(shop.arn()) ? "shop" : "wild";
    }

    @Test
    void an_edge_has_a_certificate_from_the_first_listener_that_shows_it_to_the_last() {
        assertThat(told()).isEmpty();
        Listener first = listener(443, shop);
        Listener second = listener(444, shop);
        assertThat(told()).containsExactly("put shop", "listener 443", "listener 444");
        scene.loop.decide(turn -> Listeners.show(turn, first.arn(), List.of(wild.arn())));
        assertThat(told()).containsExactly("put wild", "listener 443");
        scene.loop.decide(turn -> {
            Listeners.delete(turn, first.arn());
            return "";
        });
        assertThat(told()).containsExactly("no listener", "remove wild");
        scene.loop.decide(turn -> {
            LoadBalancers.delete(turn, balancer.arn());
            return second;
        });
        assertThat(told()).containsExactly("no listener", "remove shop");
    }

    @Test
    void another_default_certificate_takes_the_first_ones_place() {
        Listener listener = listener(443, shop);
        scene.loop.decide(turn ->
                Listeners.modify(
                        turn,
                        listener.arn(),
                        new Listeners.Settings(
                                "HTTPS",
                                443,
                                ANSWER,
                                new Listener.Tls(TlsPolicy.DEFAULT, wild.arn(), List.of()))));
        assertThat(told())
                .containsExactly(
                        "put shop", "listener 443", "put wild", "listener 443", "remove shop");
        assertThat(Certificates.isInUse(scene.world, shop.arn())).isFalse();
    }

    @Test
    void a_certificate_that_is_imported_again_reaches_the_edge_if_somebody_shows_it() {
        Certificates.New again = CertificateFiles.brought("shop-again", "shop.example");
        scene.loop.decide(turn -> Certificates.replace(turn, shop.arn(), again));
        assertThat(told()).isEmpty();
        listener(443, shop);
        scene.loop.decide(turn -> Certificates.replace(turn, shop.arn(), again));
        assertThat(told()).containsExactly("put shop", "listener 443", "put shop");
        assertThat(scene.world.traffic().certificates.require(shop.arn()).pem())
                .isEqualTo(again.pem());
    }

    @Test
    void a_private_key_is_in_no_text() {
        String secret = shop.privateKey().pem().lines().toList().get(3);
        assertThat(shop.privateKey().pem()).contains(secret);
        assertThat(shop + " " + new EdgeCommand.PutCertificate(shop)).doesNotContain(secret);
    }

    @Test
    void policies_have_protocols_and_ciphers() {
        assertThat(TlsPolicy.every()).hasSizeGreaterThan(30);
        TlsPolicy usual = TlsPolicy.named(TlsPolicy.DEFAULT);
        assertThat(usual).isNotNull();
        assertThat(usual.protocols()).containsExactly("TLSv1.2", "TLSv1.1", "TLSv1");
        assertThat(usual.ciphers()).hasSize(18).endsWith("AES256-SHA");
        TlsPolicy strict = TlsPolicy.named("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04");
        assertThat(strict).isNotNull();
        assertThat(strict.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(strict.ciphers())
                .containsExactly(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "ECDHE-ECDSA-AES128-GCM-SHA256",
                        "ECDHE-RSA-AES128-GCM-SHA256",
                        "ECDHE-ECDSA-AES256-GCM-SHA384",
                        "ECDHE-RSA-AES256-GCM-SHA384");
    }
}
