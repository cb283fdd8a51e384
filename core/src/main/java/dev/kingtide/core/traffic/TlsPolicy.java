package dev.kingtide.core.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A security policy of Elastic Load Balancing: which versions of TLS and which ciphers a listener
/// takes (ELB user guide, describe-ssl-policies).
///
/// @param name such as `ELBSecurityPolicy-TLS13-1-2-2021-06`
/// @param protocols in AWS's words, the newest first: `TLSv1.3`
/// @param ciphers by the names that OpenSSL has for them, the most wanted first
public record TlsPolicy(String name, List<String> protocols, List<String> ciphers) {

    /// What a listener has that names none, unless it was made in AWS's console.
    public static final String DEFAULT = "ELBSecurityPolicy-2016-08";

    private static final List<String> TLS_1_3 =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    /// Those of [#TLS_1_3] whose use the FIPS standards approve.
    private static final List<String> TLS_1_3_FIPS = TLS_1_3.subList(0, 2);

    /// All ciphers of TLS 1.2 and before. The words behind say what kind they are: `F` with forward
    /// secrecy, `R` without; `G` GCM, `2` CBC with SHA-2, `1` CBC with SHA-1.
    private static final List<String> TLS_1_2 =
            List.of(
                    "ECDHE-ECDSA-AES128-GCM-SHA256 FG",
                    "ECDHE-RSA-AES128-GCM-SHA256 FG",
                    "ECDHE-ECDSA-AES128-SHA256 F2",
                    "ECDHE-RSA-AES128-SHA256 F2",
                    "ECDHE-ECDSA-AES128-SHA F1",
                    "ECDHE-RSA-AES128-SHA F1",
                    "ECDHE-ECDSA-AES256-GCM-SHA384 FG",
                    "ECDHE-RSA-AES256-GCM-SHA384 FG",
                    "ECDHE-ECDSA-AES256-SHA384 F2",
                    "ECDHE-RSA-AES256-SHA384 F2",
                    "ECDHE-RSA-AES256-SHA F1",
                    "ECDHE-ECDSA-AES256-SHA F1",
                    "AES128-GCM-SHA256 RG",
                    "AES128-SHA256 R2",
                    "AES128-SHA R1",
                    "AES256-GCM-SHA384 RG",
                    "AES256-SHA256 R2",
                    "AES256-SHA R1");

    private static final SortedMap<String, TlsPolicy> ALL = all();

    /// The policy of this name, or null.
    public static @Nullable TlsPolicy named(String name) {
        return ALL.get(name);
    }

    /// Every policy, by name.
    public static List<TlsPolicy> every() {
        return List.copyOf(ALL.values());
    }

    private static SortedMap<String, TlsPolicy> all() {
        SortedMap<String, TlsPolicy> all = new TreeMap<>();
        put(all, "2016-08", "0-2", List.of(), "FG F2 F1 RG R2 R1");
        put(all, "TLS-1-1-2017-01", "1-2", List.of(), "FG F2 F1 RG R2 R1");
        put(all, "TLS-1-2-2017-01", "2-2", List.of(), "FG F2 RG R2");
        put(all, "TLS-1-2-Ext-2018-06", "2-2", List.of(), "FG F2 F1 RG R2 R1");
        put(all, "FS-2018-06", "0-2", List.of(), "FG F2 F1");
        put(all, "FS-1-1-2019-08", "1-2", List.of(), "FG F2 F1");
        put(all, "FS-1-2-2019-08", "2-2", List.of(), "FG F2 F1");
        put(all, "FS-1-2-Res-2019-08", "2-2", List.of(), "FG F2");
        put(all, "FS-1-2-Res-2020-10", "2-2", List.of(), "FG");
        for (String behind : List.of("-2021-06", "-PQ-2025-09")) {
            put(all, "TLS13-1-3" + behind, "3-3", TLS_1_3, "");
            put(all, "TLS13-1-2-Res" + behind, "2-3", TLS_1_3, "FG");
            put(all, "TLS13-1-2" + behind, "2-3", TLS_1_3, "FG F2");
            put(all, "TLS13-1-2-Ext1" + behind, "2-3", TLS_1_3, "FG F2 RG R2");
            put(all, "TLS13-1-2-Ext2" + behind, "2-3", TLS_1_3, "FG F2 F1 RG R2 R1");
            put(all, "TLS13-1-0" + behind, "0-3", TLS_1_3, "FG F2 F1 RG R2 R1");
        }
        put(all, "TLS13-1-1-2021-06", "1-3", TLS_1_3, "FG F2 F1 RG R2 R1");
        for (String behind : List.of("-FIPS-2023-04", "-FIPS-PQ-2025-09")) {
            put(all, "TLS13-1-3" + behind, "3-3", TLS_1_3_FIPS, "");
            put(all, "TLS13-1-2-Res" + behind, "2-3", TLS_1_3_FIPS, "FG");
            put(all, "TLS13-1-2" + behind, "2-3", TLS_1_3_FIPS, "FG F2");
            put(all, "TLS13-1-2-Ext0" + behind, "2-3", TLS_1_3_FIPS, "FG F2 F1");
            put(all, "TLS13-1-2-Ext1" + behind, "2-3", TLS_1_3_FIPS, "FG F2 RG R2");
            put(all, "TLS13-1-2-Ext2" + behind, "2-3", TLS_1_3_FIPS, "FG F2 F1 RG R2 R1");
            put(all, "TLS13-1-0" + behind, "0-3", TLS_1_3_FIPS, "FG F2 F1 RG R2 R1");
        }
        put(all, "TLS13-1-1-FIPS-2023-04", "1-3", TLS_1_3_FIPS, "FG F2 F1 RG R2 R1");
        return all;
    }

    /// @param versions the oldest and the newest minor one
    /// @param kinds which of [#TLS_1_2] it takes
    private static void put(
            SortedMap<String, TlsPolicy> all,
            String tail,
            String versions,
            List<String> newest,
            String kinds) {
        String name = "ELBSecurityPolicy-" + tail;
        List<String> protocols = new ArrayList<>();
        for (char minor = versions.charAt(2); minor >= versions.charAt(0); minor--) {
            protocols.add(minor == '0' ? "TLSv1" : "TLSv1." + minor);
        }
        List<String> ciphers = new ArrayList<>(newest);
        for (String cipher : TLS_1_2) {
            int blank = cipher.indexOf(' ');
            if (kinds.contains(cipher.substring(blank + 1))) {
                ciphers.add(cipher.substring(0, blank));
            }
        }
        all.put(name, new TlsPolicy(name, List.copyOf(protocols), List.copyOf(ciphers)));
    }
}
