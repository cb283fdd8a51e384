package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.TlsPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ciphers by their two names: OpenSSL's, which AWS uses, and the IANA's, which TLS libraries of
/// Java use.
public final class Ciphers {
    private static final String TLS_1_3 = "TLS_AES_128_GCM_SHA256";
    private static final String CHACHA = "TLS_CHACHA20_POLY1305_SHA256";
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

    /// The IANA's names of a policy's ciphers. BoringSSL has all three of TLS 1.3 or none, and
    /// writes to the log when it is asked for fewer.
    static List<String> of(TlsPolicy policy, boolean boring) {
        List<String> names = new ArrayList<>();
        policy.ciphers().forEach(name -> names.add(iana(name)));
        if (boring && names.contains(TLS_1_3) && !names.contains(CHACHA)) {
            names.add(CHACHA);
        }
        return names;
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
