package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.TlsPolicy;
import java.util.HashMap;
import java.util.Map;

/// Ciphers by their two names: OpenSSL's, which AWS uses, and the IANA's, which TLS libraries of
/// Java use.
public final class Ciphers {
    private static final Map<String, String> OPEN_SSL = openSsl();

    private Ciphers() {}

    /// The IANA's name: `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` for `ECDHE-RSA-AES128-GCM-SHA256`.
    static String iana(String openSsl) {
        if (openSsl.startsWith("TLS_")) {
            return openSsl;
        }
        int cipher = openSsl.indexOf("AES");
        String exchange = cipher == 0 ? "RSA" : openSsl.substring(0, cipher - 1).replace('-', '_');
        String behind = openSsl.substring(cipher + 6); // of AES128
        return "TLS_"
                + exchange
                + "_WITH_AES_"
                + openSsl.substring(cipher + 3, cipher + 6)
                + (behind.startsWith("-GCM") ? "" : "_CBC")
                + behind.replace('-', '_');
    }

    /// OpenSSL's name; the same name for one that no policy has.
    public static String openSsl(String iana) {
        return OPEN_SSL.getOrDefault(iana, iana);
    }

    private static Map<String, String> openSsl() {
        Map<String, String> names = new HashMap<>();
        for (TlsPolicy policy : TlsPolicy.every()) {
            policy.ciphers().forEach(name -> names.put(iana(name), name));
        }
        return names;
    }
}
