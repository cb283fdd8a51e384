package dev.kingtide.aws.elbv2;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which attributes listeners have and which values they take (ELB API reference,
/// ListenerAttribute; ELB user guide, header-modification; for single values the Terraform
/// provider's documentation of aws_lb_listener). Those of HTTPS listeners name fields of requests;
/// those of clients' certificates do so for mutual TLS.
final class ListenerAttributeRules {
    private static final String RESPONSE = "routing.http.response.";
    private static final String REQUEST = "routing.http.request.";
    private static final String METHOD = "(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)";
    private static final Rule ANY_VALUE =
            new Rule("", "[!-~]([ -~]{0,1022}[!-~])?", "1 to 1024 visible characters");
    private static final SortedMap<String, Rule> OF_ALL = ofAll();
    private static final SortedMap<String, Rule> OF_HTTPS = ofHttps();

    private ListenerAttributeRules() {}

    /// An attribute.
    ///
    /// @param usual its value when nobody says another
    /// @param values the expression that all others fit
    /// @param words that expression in words
    private record Rule(String usual, Pattern values, String words) {

        Rule(String usual, String values, String words) {
            this(usual, Pattern.compile(values), words);
        }
    }

    /// The usual value of each attribute.
    ///
    /// @param tls whether it is an HTTPS listener
    static SortedMap<String, String> usual(boolean tls) {
        SortedMap<String, String> all = new TreeMap<>();
        (tls ? OF_HTTPS : OF_ALL).forEach((key, rule) -> all.put(key, rule.usual()));
        return all;
    }

    /// Refuses what AWS would refuse; an empty value is the usual one.
    static void check(String key, String value, boolean tls) {
        Rule rule = (tls ? OF_HTTPS : OF_ALL).get(key);
        if (rule == null) {
            throw Elbv2Errors.validation("Listener attribute key '" + key + "' is not recognized");
        }
        if (value.isEmpty() || value.equals(rule.usual())) {
            return;
        }
        if (!rule.values().matcher(value).matches()) {
            throw Elbv2Errors.attributeValue("Listener", key, value, rule.words());
        }
    }

    private static SortedMap<String, Rule> ofAll() {
        SortedMap<String, Rule> all = new TreeMap<>();
        all.put(RESPONSE + "server.enabled", new Rule("true", "true|false", "true or false"));
        for (String field :
                List.of(
                        "strict_transport_security",
                        "access_control_allow_origin",
                        "access_control_allow_headers",
                        "access_control_expose_headers",
                        "content_security_policy")) {
            all.put(RESPONSE + field + ".header_value", ANY_VALUE);
        }
        all.put(
                RESPONSE + "access_control_allow_methods.header_value",
                new Rule("", "\\*|" + METHOD + "( *, *" + METHOD + ")*", "* or methods"));
        all.put(
                RESPONSE + "access_control_allow_credentials.header_value",
                new Rule("", "true", "true"));
        all.put(
                RESPONSE + "access_control_max_age.header_value",
                new Rule(
                        "",
                        "[0-9]{1,4}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400",
                        "0-86400"));
        all.put(
                RESPONSE + "x_content_type_options.header_value",
                new Rule("", "nosniff", "nosniff"));
        all.put(
                RESPONSE + "x_frame_options.header_value",
                new Rule(
                        "",
                        "DENY|SAMEORIGIN|ALLOW-FROM [!-~]{1,1000}",
                        "DENY or SAMEORIGIN or ALLOW-FROM and a URI"));
        return Collections.unmodifiableSortedMap(all);
    }

    private static SortedMap<String, Rule> ofHttps() {
        SortedMap<String, Rule> all = new TreeMap<>(OF_ALL);
        for (String name :
                List.of(
                        "X-Amzn-Tls-Version",
                        "X-Amzn-Tls-Cipher-Suite",
                        "X-Amzn-Mtls-Clientcert",
                        "X-Amzn-Mtls-Clientcert-Serial-Number",
                        "X-Amzn-Mtls-Clientcert-Issuer",
                        "X-Amzn-Mtls-Clientcert-Subject",
                        "X-Amzn-Mtls-Clientcert-Validity",
                        "X-Amzn-Mtls-Clientcert-Leaf")) {
            all.put(
                    header(name),
                    new Rule(
                            name,
                            "[A-Za-z0-9_-]{1,40}",
                            "1 to 40 letters, digits, hyphens and underscores"));
        }
        return Collections.unmodifiableSortedMap(all);
    }

    private static String header(String name) {
        return REQUEST + name.toLowerCase(Locale.ROOT).replace('-', '_') + ".header_name";
    }
}
