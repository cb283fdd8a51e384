package dev.kingtide.aws.wire;

import static dev.kingtide.core.Digests.hmac;
import static dev.kingtide.core.Digests.key;
import static dev.kingtide.core.Digests.sha256;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies AWS Signature Version 4
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>), in the
/// `Authorization` header and in the query of a presigned address.
///
/// Theory: the caller and the service both derive a key from the secret, the day, the region and
/// the service, and sign a canonical form of the request with it by HMAC-SHA256. So whoever changes
/// anything in that form would need the secret, and a leaked derived key is of use for a day, in
/// one region, at one service.
final class SigV4 {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /// The difference of clocks that AWS's services bear.
    static final long SKEW_MILLIS = 15 * 60_000L;

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final int KEYS_MAX = 1_024;
    private static final int TIME_LENGTH = 16;
    private static final HexFormat HEX = HexFormat.of();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Derived keys by `<access key>/<date>/<region>/<service>`; thrown away when there are too
    /// many.
    private final ConcurrentSkipListMap<String, Derived> keys = new ConcurrentSkipListMap<>();

    /// @param secret from which it was derived: an access key may get a new one
    private record Derived(String secret, SecretKeySpec key) {}

    /// Verifies a request, or says by a [Denied] what is wrong with it.
    ///
    /// @param signed what the request says of its signature
    /// @param bodyMayBeUnsigned whether `UNSIGNED-PAYLOAD` is taken for the body's hash
    void verify(
            WireRequest request,
            Signed signed,
            AccessKey key,
            boolean bodyMayBeUnsigned,
            long nowMillis) {
        String token = signed.sessionToken();
        if (key.sessionToken() == null ? token != null : !same(key.sessionToken(), token)) {
            throw new Denied.UnknownKey();
        }
        checkTime(signed, nowMillis);
        String payload = payload(request, signed, bodyMayBeUnsigned);
        String canonical = Canonical.request(request, signed, payload);
        String toSign =
                ALGORITHM
                        + '\n'
                        + signed.time()
                        + '\n'
                        + signed.scope()
                        + '\n'
                        + HEX.formatHex(sha256(canonical));
        byte[] expected = hmac(derived(signed, key.secret()), toSign);
        if (!same(HEX.formatHex(expected), signed.signature())) {
            throw new Denied.Mismatch();
        }
    }

    private static void checkTime(Signed signed, long nowMillis) {
        long at;
        try {
            at = millis(signed.time());
        } catch (DateTimeException e) {
            throw new Denied.Incomplete(
                    "Date must be in ISO-8601 'basic format'. Got '" + signed.time() + "'.");
        }
        if (!signed.time().startsWith(signed.date())) {
            throw new Denied.BadScope(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date"
                            + " from HTTP: '"
                            + signed.date()
                            + "' != '"
                            + signed.time().substring(0, 8)
                            + "', from '"
                            + signed.time()
                            + "'.");
        }
        long lastsMillis = signed.isPresigned() ? signed.expiresSeconds() * 1_000 : SKEW_MILLIS;
        if (at + lastsMillis < nowMillis) {
            throw new Denied.Expired(
                    signed.isPresigned()
                            ? "Signature expired: "
                                    + text(at + lastsMillis)
                                    + " is now earlier than "
                                    + text(nowMillis)
                            : "Signature expired: "
                                    + signed.time()
                                    + " is now earlier than "
                                    + text(nowMillis - SKEW_MILLIS)
                                    + " ("
                                    + text(nowMillis)
                                    + " - 15 min.)");
        }
        if (at > nowMillis + SKEW_MILLIS) {
            throw new Denied.Expired(
                    "Signature not yet current: "
                            + signed.time()
                            + " is still later than "
                            + text(nowMillis + SKEW_MILLIS)
                            + " ("
                            + text(nowMillis)
                            + " + 15 min.)");
        }
    }

    /// A time as `20261127T194500Z`; by hand, as every call has one.
    private static long millis(String time) {
        boolean fits =
                time.length() == TIME_LENGTH && time.charAt(8) == 'T' && time.charAt(15) == 'Z';
        if (!fits) {
            throw new DateTimeException(time);
        }
        return LocalDateTime.of(
                                number(time, 0, 4),
                                number(time, 4, 6),
                                number(time, 6, 8),
                                number(time, 9, 11),
                                number(time, 11, 13),
                                number(time, 13, 15))
                        .toEpochSecond(ZoneOffset.UTC)
                * 1_000;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new DateTimeException(text);
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private static String text(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /// The body's hash is made here, whatever the request says of it; so a body that was altered
    /// does not fit the signature.
    private static String payload(WireRequest request, Signed signed, boolean mayBeUnsigned) {
        String said = request.header("x-amz-content-sha256");
        return mayBeUnsigned && UNSIGNED.equals(said) && signed.signs("x-amz-content-sha256")
                ? UNSIGNED
                : HEX.formatHex(sha256(request.body()));
    }

    private SecretKeySpec derived(Signed signed, String secret) {
        String name = signed.accessKeyId() + '/' + signed.scope();
        Derived known = keys.get(name);
        if (known != null && known.secret.equals(secret)) {
            return known.key;
        }
        byte[] start = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        byte[] day = hmac(key(start), signed.date());
        byte[] region = hmac(key(day), signed.region());
        byte[] service = hmac(key(region), signed.service());
        SecretKeySpec made = key(hmac(key(service), Signed.TERMINATOR));
        if (keys.size() >= KEYS_MAX) {
            keys.clear();
        }
        keys.put(name, new Derived(secret, made));
        return made;
    }

    /// Compares in a time that does not tell where two texts differ.
    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }
}
