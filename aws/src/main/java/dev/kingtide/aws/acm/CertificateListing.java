package dev.kingtide.aws.acm;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.traffic.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.Filters;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;

/// ListCertificates, page by page. A page's token is the ARN of the last certificate before it.
final class CertificateListing {
    private static final int PAGE = 1_000;

    /// What is listed when nothing is said of keys (API reference, Filters).
    private static final List<String> USUAL_KEYS = List.of("RSA_1024", "RSA_2048");

    private final Turns turns;

    CertificateListing(Turns turns) {
        this.turns = turns;
    }

    /// Certificates in the order in which they came.
    ListCertificatesResponse list(ListCertificatesRequest request) {
        if ((request.sortBy() == null) != (request.sortOrder() == null)) {
            throw AcmErrors.arguments("SortBy and SortOrder must be specified together");
        }
        int limit = request.maxItems() == null ? PAGE : request.maxItems();
        return turns.decide(turn -> {
            World world = turn.world();
            List<Certificate> all = new ArrayList<>(world.traffic().certificates.rows());
            if ("DESCENDING".equals(request.sortOrderAsString())) {
                Collections.reverse(all);
            }
            List<Certificate> rest = after(all, request.nextToken());
            List<CertificateSummary> page = new ArrayList<>();
            String next = null;
            for (Certificate certificate : rest) {
                if (!matches(request, certificate, turn.nowMillis())) {
                    continue;
                }
                if (page.size() == limit) {
                    next = page.getLast().certificateArn();
                    break;
                }
                page.add(CertificateView.summary(world, certificate, turn.nowMillis()));
            }
            return ListCertificatesResponse.builder()
                    .certificateSummaryList(page)
                    .nextToken(next)
                    .build();
        });
    }

    private static List<Certificate> after(List<Certificate> all, @Nullable String token) {
        if (token == null) {
            return all;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).arn().equals(token)) {
                return all.subList(i + 1, all.size());
            }
        }
        throw AcmErrors.validation("The NextToken is not valid");
    }

    private static boolean matches(
            ListCertificatesRequest request, Certificate certificate, long nowMillis) {
        String status = CertificateView.status(certificate, nowMillis);
        if (request.hasCertificateStatuses()
                && !request.certificateStatusesAsStrings().contains(status)) {
            return false;
        }
        Filters filters =
                request.includes() == null ? Filters.builder().build() : request.includes();
        List<String> keys =
                filters.hasKeyTypes() && !filters.keyTypesAsStrings().isEmpty()
                        ? filters.keyTypesAsStrings()
                        : USUAL_KEYS;
        if (!keys.contains(certificate.subject().keyAlgorithm())
                || "ENABLED".equals(filters.exportOptionAsString())
                || filters.managedByAsString() != null) {
            return false;
        }
        X509Certificate own = CertificateView.own(certificate);
        List<String> purposes = X509View.purposes(own).stream().map(X509View::purpose).toList();
        return has(X509View.keyUsages(own), filters.keyUsageAsStrings())
                && has(purposes, filters.extendedKeyUsageAsStrings());
    }

    private static boolean has(List<String> own, List<String> wanted) {
        return wanted.isEmpty() || wanted.contains("ANY") || !Collections.disjoint(own, wanted);
    }
}
