package dev.kingtide.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.TlsPolicy;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.host.codec.RecordCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Listeners that speak TLS, on their way to the process of the load balancers.
class CarriedTest {
    private static final String ARN = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    private static final String STORE = "arn:aws:elasticloadbalancing:x:1:truststore/tills/1";
    private final Carried carried = new Carried();

    private static EdgeCommand certificate(long importedAtMillis) {
        Certificates.New shop = CertificateFiles.brought("shop", "shop.example");
        return new EdgeCommand.PutCertificate(
                new Certificate(
                        ARN,
                        shop.pem(),
                        shop.privateKey(),
                        shop.subject(),
                        shop.notBeforeMillis(),
                        shop.notAfterMillis(),
                        1,
                        importedAtMillis));
    }

    private static EdgeCommand listener() {
        Listener plain = SampleTraffic.listener();
        return new EdgeCommand.PutListener(
                new Listener(
                        plain.arn(),
                        plain.loadBalancerArn(),
                        "HTTPS",
                        443,
                        plain.rules(),
                        new Listener.Tls(
                                TlsPolicy.DEFAULT,
                                ARN,
                                List.of(),
                                new MutualTls.Verify(STORE, true, false))));
    }

    private static EdgeCommand trustStore(String serial) {
        return new EdgeCommand.PutTrustStore(
                new TrustStore(
                        STORE,
                        "tills",
                        List.of("AA=="),
                        List.of(
                                new TrustStore.Revocation(
                                        1,
                                        List.of(
                                                new TrustStore.Revoked(
                                                        "cn=root", List.of(serial))))),
                        2));
    }

    @Test
    void a_certificate_and_its_listener_arrive_as_they_were_sent() {
        RecordCodec codec = new RecordCodec();
        for (EdgeCommand command :
                List.of(
                        certificate(2),
                        trustStore("1"),
                        listener(),
                        new EdgeCommand.RemoveTrustStore(STORE),
                        new EdgeCommand.RemoveCertificate(ARN))) {
            Message sent = new Message.Change(Scope.DEFAULT, command, null);
            assertThat(codec.read(Message.class, codec.write(Message.class, sent))).isEqualTo(sent);
        }
    }

    @Test
    void certificates_come_before_the_listeners_that_show_them_and_go_after() {
        carried.note(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer()));
        carried.note(listener());
        carried.note(certificate(2));
        carried.note(trustStore("1"));
        assertThat(carried.all().subList(1, 4))
                .containsExactly(certificate(2), trustStore("1"), listener());
        assertThat(carried.has(trustStore("1"))).isTrue();
        assertThat(carried.has(trustStore("2"))).isFalse();
        assertThat(carried.has(certificate(2))).isTrue();
        assertThat(carried.has(certificate(3))).isFalse();
        assertThat(carried.beyond(new Carried()).subList(0, 3))
                .containsExactly(
                        new EdgeCommand.RemoveListener(SampleTraffic.LISTENER),
                        new EdgeCommand.RemoveCertificate(ARN),
                        new EdgeCommand.RemoveTrustStore(STORE));
    }
}
