package dev.kingtide.aws.acm;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.World;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Listener;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsage;
import software.amazon.awssdk.services.acm.model.KeyUsage;

/// Certificates in AWS's shape.
final class CertificateView {
    private static final int NAMES_MAX = 100;
    private static final String TYPE = "IMPORTED";
    private static final String RENEWAL = "INELIGIBLE"; // ACM renews what it has issued itself

    private CertificateView() {}

    static CertificateDetail detail(World world, Certificate certificate, long nowMillis) {
        List<String> domains = certificate.subject().domains();
        CertificateDetail.Builder detail =
                CertificateDetail.builder()
                        .certificateArn(certificate.arn())
                        .domainName(domains.isEmpty() ? null : domains.getFirst())
                        .subjectAlternativeNames(domains)
                        .createdAt(Instant.ofEpochMilli(certificate.createdAtMillis()))
                        .importedAt(Instant.ofEpochMilli(certificate.importedAtMillis()))
                        .status(status(certificate, nowMillis))
                        .notBefore(Instant.ofEpochMilli(certificate.notBeforeMillis()))
                        .notAfter(Instant.ofEpochMilli(certificate.notAfterMillis()))
                        .keyAlgorithm(certificate.subject().keyAlgorithm())
                        .inUseBy(users(world, certificate.arn()))
                        .type(TYPE)
                        .renewalEligibility(RENEWAL)
                        .options(
                                CertificateOptions.builder()
                                        .certificateTransparencyLoggingPreference("DISABLED")
                                        .build());
        X509Certificate own = own(certificate);
        return detail.serial(X509View.serial(own))
                .subject(X509View.name(own.getSubjectX500Principal()))
                .issuer(X509View.issuer(own))
                .signatureAlgorithm(own.getSigAlgName().toUpperCase(Locale.ROOT))
                .keyUsages(
                        X509View.keyUsages(own).stream()
                                .map(name -> KeyUsage.builder().name(name).build())
                                .toList())
                .extendedKeyUsages(
                        X509View.purposes(own).stream()
                                .map(oid ->
                                        ExtendedKeyUsage.builder()
                                                .name(X509View.purpose(oid))
                                                .oid(oid)
                                                .build())
                                .toList())
                .build();
    }

    static CertificateSummary summary(World world, Certificate certificate, long nowMillis) {
        List<String> domains = certificate.subject().domains();
        X509Certificate own = own(certificate);
        return CertificateSummary.builder()
                .certificateArn(certificate.arn())
                .domainName(domains.isEmpty() ? null : domains.getFirst())
                .subjectAlternativeNameSummaries(
                        domains.subList(0, Math.min(NAMES_MAX, domains.size())))
                .hasAdditionalSubjectAlternativeNames(domains.size() > NAMES_MAX)
                .status(status(certificate, nowMillis))
                .type(TYPE)
                .keyAlgorithm(certificate.subject().keyAlgorithm())
                .keyUsagesWithStrings(X509View.keyUsages(own))
                .extendedKeyUsagesWithStrings(
                        X509View.purposes(own).stream().map(X509View::purpose).toList())
                .inUse(!users(world, certificate.arn()).isEmpty())
                .renewalEligibility(RENEWAL)
                .notBefore(Instant.ofEpochMilli(certificate.notBeforeMillis()))
                .notAfter(Instant.ofEpochMilli(certificate.notAfterMillis()))
                .createdAt(Instant.ofEpochMilli(certificate.createdAtMillis()))
                .importedAt(Instant.ofEpochMilli(certificate.importedAtMillis()))
                .build();
    }

    static String status(Certificate certificate, long nowMillis) {
        return nowMillis > certificate.notAfterMillis() ? "EXPIRED" : "ISSUED";
    }

    /// The certificate of a row; that it can be read was seen when it was imported.
    static X509Certificate own(Certificate certificate) {
        List<X509Certificate> all = X509View.certificates(certificate.pem().body());
        if (all == null || all.size() != 1) {
            throw Invariant.broken("no certificate: " + certificate.arn());
        }
        return all.getFirst();
    }

    /// The load balancers whose listeners show it.
    private static List<String> users(World world, String arn) {
        SequencedSet<String> balancers = new LinkedHashSet<>();
        for (Listener listener : world.traffic().listenersByCertificate.get(arn)) {
            balancers.add(listener.loadBalancerArn());
        }
        return List.copyOf(balancers);
    }
}
