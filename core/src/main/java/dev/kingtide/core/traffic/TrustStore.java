package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose certificates clients may show: certificate authorities, without what they revoked.
///
/// @param arn its ARN, the key
/// @param name its name, which no other has
/// @param authorities the certificates of the authorities, each as DER in base 64
/// @param revocations the lists that were added, by their ids
/// @param nextRevocationId the id of the next list that is added
public record TrustStore(
        String arn,
        String name,
        List<String> authorities,
        List<Revocation> revocations,
        long nextRevocationId)
        implements Row {

    /// Copies its lists.
    public TrustStore {
        authorities = List.copyOf(authorities);
        revocations = List.copyOf(revocations);
    }

    /// What one file says is revoked.
    ///
    /// @param id its number in the trust store
    public record Revocation(long id, List<Revoked> revoked) {

        /// Copies its list.
        public Revocation {
            revoked = List.copyOf(revoked);
        }

        /// How many certificates it revokes.
        public int entries() {
            return revoked.stream().mapToInt(each -> each.serials().size()).sum();
        }
    }

    /// Certificates that their issuer revoked.
    ///
    /// @param issuer its distinguished name in the canonical form of [java.security]
    /// @param serials the numbers of the certificates, hexadecimal
    public record Revoked(String issuer, List<String> serials) {

        /// Copies its list.
        public Revoked {
            serials = List.copyOf(serials);
        }
    }

    @Override
    public String key() {
        return arn;
    }

    /// How many certificates its lists revoke.
    public int revokedEntries() {
        return revocations.stream().mapToInt(Revocation::entries).sum();
    }

    /// The list of this id, or null.
    public @Nullable Revocation revocation(long id) {
        for (Revocation revocation : revocations) {
            if (revocation.id() == id) {
                return revocation;
            }
        }
        return null;
    }

    /// The same with other authorities.
    TrustStore vouchedBy(List<String> others) {
        return new TrustStore(arn, name, others, revocations, nextRevocationId);
    }

    /// The same with more lists, each a file's.
    TrustStore revoking(List<List<Revoked>> files) {
        List<Revocation> all = new ArrayList<>(revocations);
        long id = nextRevocationId;
        for (List<Revoked> file : files) {
            all.add(new Revocation(id++, file));
        }
        return new TrustStore(arn, name, authorities, all, id);
    }

    /// The same without these lists.
    TrustStore without(List<Long> ids) {
        List<Revocation> left = new ArrayList<>(revocations);
        left.removeIf(revocation -> ids.contains(revocation.id()));
        return new TrustStore(arn, name, authorities, left, nextRevocationId);
    }
}
