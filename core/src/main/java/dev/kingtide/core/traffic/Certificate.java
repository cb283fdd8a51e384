package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.List;

/// A certificate that somebody imported, with which listeners show who they are.
///
/// @param arn its ARN, the key
/// @param pem itself, and the chain that vouches for it
/// @param privateKey the private key that belongs to it
/// @param subject whom it names
/// @param notBeforeMillis from when it is valid
/// @param notAfterMillis until when it is
/// @param createdAtMillis when it was imported first
/// @param importedAtMillis when it was imported last
public record Certificate(
        String arn,
        Pem pem,
        Key privateKey,
        Subject subject,
        long notBeforeMillis,
        long notAfterMillis,
        long createdAtMillis,
        long importedAtMillis)
        implements Row {

    /// Texts in PEM.
    ///
    /// @param body one certificate
    /// @param chain those that vouch for it, the nearest first; empty without
    public record Pem(String body, String chain) {}

    /// A private key: a secret, which no log and no message ever shows.
    ///
    /// @param pem PKCS #8, not encrypted
    public record Key(String pem) {

        @Override
        public String toString() {
            return "Key[hidden]";
        }
    }

    /// Whom a certificate names.
    ///
    /// @param domains the common name first, if it is one; without duplicates
    /// @param keyAlgorithm in AWS's words: `RSA_2048`, `EC_prime256v1`
    public record Subject(List<String> domains, String keyAlgorithm) {

        /// Copies its list.
        public Subject {
            domains = List.copyOf(domains);
        }
    }

    @Override
    public String key() {
        return arn;
    }
}
