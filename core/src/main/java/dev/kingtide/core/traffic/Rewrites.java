package dev.kingtide.core.traffic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule's transforms, compiled. Both look at the request as it came, so their order does not
/// matter.
public final class Rewrites {
    /// How long a request line may be (ELB user guide, load-balancer-limits).
    private static final int URL_MAX = 16 << 10;

    /// What a name of DNS and a port may be long.
    private static final int HOST_MAX = 255 + 6;

    /// A request to which nothing was done.
    public static final Result UNCHANGED = new Result(null, null, Status.NONE);

    private static final Rewrites NONE = new Rewrites(null, null);

    private final @Nullable Ready host;
    private final @Nullable Ready url;

    private record Ready(Expression expression, Replacement replacement) {}

    /// What became of a request, as access logs say it (ELB user guide, load-balancer-access-logs,
    /// `request_transform_status`).
    public enum Status {
        /// Nothing was changed.
        NONE("-"),
        /// All that fitted was changed.
        SUCCESS("TransformSuccess"),
        /// What came out is no host.
        INVALID_HOST("TransformInvalidHost"),
        /// What came out is no path.
        INVALID_PATH("TransformInvalidPath"),
        /// What came out is longer than a target may be sent.
        TOO_LONG("TransformBufferTooSmall");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /// Whether the request is to be answered with 500.
        public boolean isFailure() {
            return this != NONE && this != SUCCESS;
        }
    }

    /// What a target gets.
    ///
    /// @param host in the place of the client's; null when that stays
    /// @param url path and query, likewise
    public record Result(@Nullable String host, @Nullable String url, Status status) {}

    private Rewrites(@Nullable Ready host, @Nullable Ready url) {
        this.host = host;
        this.url = url;
    }

    /// The transforms of a rule, one for each part at the most.
    static Rewrites of(List<Transform> transforms) {
        Ready host = null;
        Ready url = null;
        for (Transform transform : transforms) {
            int groups = Expression.groups(transform.expression());
            Ready ready =
                    new Ready(
                            Expression.of(transform.expression()),
                            Replacement.of(transform.replacement(), groups));
            switch (transform.of()) {
                case HOST -> host = ready;
                case URL -> url = ready;
            }
        }
        return host == null && url == null ? NONE : new Rewrites(host, url);
    }

    /// Whether no request is changed.
    public boolean isNone() {
        return host == null && url == null;
    }

    /// What becomes of a request. Where nothing fits it stays as it is; where something that is no
    /// request comes out, it fails (ELB user guide, rule-transforms).
    ///
    /// @param sentHost the Host field
    /// @param sentUrl path and query
    public Result of(String sentHost, String sentUrl) {
        String newHost = replaced(host, sentHost);
        String newUrl = replaced(url, sentUrl);
        if (newHost == null && newUrl == null) {
            return UNCHANGED;
        }
        return new Result(newHost, newUrl, status(newHost, newUrl));
    }

    private static @Nullable String replaced(@Nullable Ready ready, String sent) {
        return ready == null ? null : ready.expression().replace(sent, ready.replacement());
    }

    private static Status status(@Nullable String host, @Nullable String url) {
        boolean isLong =
                (host != null && host.length() > HOST_MAX)
                        || (url != null && url.length() > URL_MAX);
        if (isLong) {
            return Status.TOO_LONG;
        }
        if (host != null && (host.isEmpty() || !host.chars().allMatch(Rewrites::isOfHost))) {
            return Status.INVALID_HOST;
        }
        boolean isPath =
                url == null
                        || (url.startsWith("/") && url.chars().allMatch(Rewrites::isOfUrl))
                        || url.equals("*");
        return isPath ? Status.SUCCESS : Status.INVALID_PATH;
    }

    private static boolean isOfHost(int c) {
        return c > ' ' && c < 0x7F && "/?#@\\\"<>^`{|}".indexOf(c) < 0;
    }

    private static boolean isOfUrl(int c) {
        return c > ' ' && c != 0x7F && c <= 0xFF && c != '#';
    }
}
