package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import dev.kingtide.edge.tls.ClientField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a listener's attributes say of header fields (ELB user guide, header-modification).
///
/// @param server whether answers of the load balancer's own say what it is
/// @param set fields that every answer has with these values, whatever the target says
/// @param tlsVersion what targets are told the version of TLS as
/// @param tlsCipher what targets are told the cipher suite as
/// @param client what targets are told a client's certificate as
public record ListenerFields(
        boolean server,
        List<Field> set,
        String tlsVersion,
        String tlsCipher,
        Map<ClientField, String> client) {
    private static final String RESPONSE = "routing.http.response.";
    private static final String REQUEST = "routing.http.request.";

    /// The fields that can be set, by their attributes.
    private static final Map<String, String> NAMES =
            Map.of(
                    "strict_transport_security", "Strict-Transport-Security",
                    "access_control_allow_origin", "Access-Control-Allow-Origin",
                    "access_control_allow_methods", "Access-Control-Allow-Methods",
                    "access_control_allow_headers", "Access-Control-Allow-Headers",
                    "access_control_allow_credentials", "Access-Control-Allow-Credentials",
                    "access_control_expose_headers", "Access-Control-Expose-Headers",
                    "access_control_max_age", "Access-Control-Max-Age",
                    "content_security_policy", "Content-Security-Policy",
                    "x_content_type_options", "X-Content-Type-Options",
                    "x_frame_options", "X-Frame-Options");

    /// A field with its value.
    public record Field(String name, String value) {}

    /// The fields of a listener.
    static ListenerFields of(Listener listener) {
        Map<String, String> all = listener.attributes();
        List<Field> set = new ArrayList<>();
        all.forEach((key, value) -> {
            String name =
                    key.startsWith(RESPONSE) && key.endsWith(".header_value")
                            ? NAMES.get(key.substring(RESPONSE.length(), key.lastIndexOf('.')))
                            : null;
            if (name != null) {
                set.add(new Field(name, value));
            }
        });
        Map<ClientField, String> client = new EnumMap<>(ClientField.class);
        for (ClientField field : ClientField.values()) {
            client.put(field, all.getOrDefault(REQUEST + field.attribute(), field.header()));
        }
        return new ListenerFields(
                !"false".equals(all.get(RESPONSE + "server.enabled")),
                List.copyOf(set),
                all.getOrDefault(
                        REQUEST + "x_amzn_tls_version.header_name",
                        FieldName.X_AMZN_TLS_VERSION.text()),
                all.getOrDefault(
                        REQUEST + "x_amzn_tls_cipher_suite.header_name",
                        FieldName.X_AMZN_TLS_CIPHER_SUITE.text()),
                Collections.unmodifiableMap(client));
    }

    /// Whether an answer's field is replaced.
    public boolean replaces(Fields fields, int i) {
        for (Field field : set) {
            if (fields.isNamed(i, field.name())) {
                return true;
            }
        }
        return false;
    }

    /// Whether a field has a name under which targets are told of clients' certificates, the usual
    /// one or this listener's. Underscores are hyphens here, as many targets see no difference.
    public boolean isOfCertificate(CharSequence name) {
        for (Map.Entry<ClientField, String> field : client.entrySet()) {
            if (isSame(name, field.getKey().header()) || isSame(name, field.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(CharSequence name, String other) {
        if (name.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < other.length(); i++) {
            if (plain(name.charAt(i)) != plain(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char plain(char letter) {
        return letter == '_' ? '-' : Character.toLowerCase(letter);
    }

    /// Whether a request's field says what only the load balancer may say.
    public boolean isOurs(Fields fields, int i) {
        return fields.isNamed(i, tlsVersion) || fields.isNamed(i, tlsCipher);
    }
}
