package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The load balancer's cookies (ELB user guide, sticky-sessions).
final class Cookies {
    /// Names the target.
    static final String TARGET = "AWSALB";

    /// Names the target, while the application's own cookie lives.
    static final String APPLICATION = "AWSALBAPP-0";

    /// Names the group.
    static final String GROUP = "AWSALBTG";

    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private Cookies() {}

    /// The value of a cookie that the client sent, or null.
    static @Nullable String sent(Fields fields, String name) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i) == FieldName.COOKIE) {
                for (String pair : fields.value(i).split(";", -1)) {
                    String cookie = pair.strip();
                    if (cookie.startsWith(name)
                            && cookie.length() > name.length()
                            && cookie.charAt(name.length()) == '=') {
                        return cookie.substring(name.length() + 1);
                    }
                }
            }
        }
        return null;
    }

    /// The two cookies that say the same: one as browsers always had it, and one that they send
    /// from pages of other sites too.
    static List<String> pair(String name, String value, long seconds) {
        String cookie = "=" + value + "; Expires=" + expires(seconds) + "; Path=/";
        String everywhere =
                name.equals(GROUP) || name.equals(TARGET)
                        ? name + "CORS" + cookie + "; SameSite=None; Secure"
                        : "";
        return everywhere.isEmpty() ? List.of(name + cookie) : List.of(name + cookie, everywhere);
    }

    private static String expires(long seconds) {
        return EXPIRES.format(Instant.ofEpochMilli(System.currentTimeMillis() + seconds * 1000));
    }

    /// What is set with a target's answer: what was decided with the request, and the companion of
    /// the application's cookie if the answer sets that.
    static List<String> toSet(Exchange exchange, Fields answer) {
        String application = exchange.applicationCookie;
        String companion = exchange.cookieWithApplications;
        if (application == null || companion == null || !sets(answer, application)) {
            return exchange.cookies;
        }
        List<String> all = new ArrayList<>(exchange.cookies);
        all.add(companion);
        return all;
    }

    private static boolean sets(Fields answer, String name) {
        for (int i = 0; i < answer.count(); i++) {
            if (answer.name(i) == FieldName.SET_COOKIE && answer.value(i).startsWith(name + "=")) {
                return true;
            }
        }
        return false;
    }
}
