package dev.kingtide.aws;

import dev.kingtide.aws.Principal.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A temporary access key: what `sts:AssumeRole` gives.
///
/// Theory: nothing of it is kept. The token says who the session is and when it ends, and bears the
/// HMAC of that by the lasting key with which it was begun; key id and secret are HMACs of the same
/// text. So whoever has the lasting key's secret, and nobody else, can make and verify it; it
/// outlives restarts, takes no room, and is worth nothing as soon as the lasting key is removed.
///
/// @param secret that signs its requests
/// @param token what its requests carry besides
public record SessionKey(
        Principal.Session session,
        long expiresAtMillis,
        Signer signer,
        String accessKeyId,
        String secret,
        String token) {
    private static final int FIELDS = 6;
    private static final int SECRET_BYTES = 30;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// Begins a session.
    public static SessionKey issue(Signer signer, Principal.Session session, long expiresAtMillis) {
        Role role = session.role();
        String said =
                String.join(
                        "\n",
                        signer.accessKeyId(),
                        role.account(),
                        role.path(),
                        role.name(),
                        session.name(),
                        Long.toString(expiresAtMillis));
        byte[] secret = Arrays.copyOf(signer.sign("secret\n" + said), SECRET_BYTES);
        return new SessionKey(
                session,
                expiresAtMillis,
                signer,
                "ASIA" + UniqueIds.letters(signer.sign("id\n" + said), 16),
                Base64.getEncoder().encodeToString(secret),
                BASE64.encodeToString(said.getBytes(StandardCharsets.UTF_8))
                        + '.'
                        + BASE64.encodeToString(signer.sign("token\n" + said)));
    }

    /// The session of a token; null when it is none, or was altered.
    ///
    /// @param signers the lasting key of an id; null when there is none
    public static @Nullable SessionKey open(
            String token, Function<String, @Nullable Signer> signers) {
        List<String> said = read(token);
        Signer signer = said.size() == FIELDS ? signers.apply(said.getFirst()) : null;
        if (signer == null || !said.getLast().matches("\\d{1,15}")) {
            return null;
        }
        Role role = new Role(said.get(1), said.get(2), said.get(3));
        SessionKey meant =
                issue(
                        signer,
                        new Principal.Session(role, said.get(4)),
                        Long.parseLong(said.getLast()));
        boolean same =
                MessageDigest.isEqual(
                        meant.token.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
        return same ? meant : null;
    }

    private static List<String> read(String token) {
        int dot = token.indexOf('.');
        try {
            byte[] said = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, dot)));
            return List.of(new String(said, StandardCharsets.UTF_8).split("\n", -1));
        } catch (IllegalArgumentException e) {
            return List.of(); // not Base64: no token of ours
        }
    }

    /// Without what is secret.
    @Override
    public String toString() {
        return "SessionKey[" + accessKeyId + " of " + session.arn() + ']';
    }
}
