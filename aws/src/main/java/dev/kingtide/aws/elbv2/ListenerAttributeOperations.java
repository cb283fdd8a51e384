package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.traffic.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;

/// The operations on the attributes of listeners (ELB API reference, ListenerAttribute), which have
/// their defaults: fields of answers are neither added nor taken away, those of requests keep their
/// names. Another value is refused.
final class ListenerAttributeOperations {
    private static final SortedMap<String, String> OF_ALL = ofAll();
    private static final SortedMap<String, String> OF_HTTPS = ofHttps();
    private final Turns turns;

    ListenerAttributeOperations(Turns turns) {
        this.turns = turns;
    }

    /// All attributes.
    DescribeListenerAttributesResponse describe(DescribeListenerAttributesRequest request) {
        return turns.decide(turn -> {
            Listener listener = ListenerOperations.require(turn.world(), request.listenerArn());
            return DescribeListenerAttributesResponse.builder()
                    .attributes(shapes(listener))
                    .build();
        });
    }

    /// Takes the values that are in force anyway.
    ModifyListenerAttributesResponse modify(ModifyListenerAttributesRequest request) {
        return turns.decide(turn -> {
            Listener listener = ListenerOperations.require(turn.world(), request.listenerArn());
            SortedMap<String, String> all = all(listener);
            for (ListenerAttribute attribute : request.attributes()) {
                String fixed = attribute.key() == null ? null : all.get(attribute.key());
                String asked = attribute.value() == null ? "" : attribute.value();
                if (fixed == null) {
                    throw Elbv2Errors.validation(
                            "Listener attribute key '" + attribute.key() + "' is not recognized");
                }
                if (!fixed.equals(asked)) {
                    throw Elbv2Errors.unsupported(
                            "The value '" + asked + "' of attribute '" + attribute.key() + "'");
                }
            }
            return ModifyListenerAttributesResponse.builder().attributes(shapes(listener)).build();
        });
    }

    private static List<ListenerAttribute> shapes(Listener listener) {
        List<ListenerAttribute> shapes = new ArrayList<>();
        all(listener)
                .forEach((key, value) ->
                        shapes.add(ListenerAttribute.builder().key(key).value(value).build()));
        return shapes;
    }

    private static SortedMap<String, String> all(Listener listener) {
        SortedMap<String, String> all = new TreeMap<>(OF_ALL);
        if (listener.tls() != null) {
            all.putAll(OF_HTTPS);
        }
        return all;
    }

    private static SortedMap<String, String> ofAll() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("routing.http.response.server.enabled", "true");
        for (String field :
                List.of(
                        "strict_transport_security",
                        "access_control_allow_origin",
                        "access_control_allow_methods",
                        "access_control_allow_headers",
                        "access_control_allow_credentials",
                        "access_control_expose_headers",
                        "access_control_max_age",
                        "content_security_policy",
                        "x_content_type_options",
                        "x_frame_options")) {
            all.put("routing.http.response." + field + ".header_value", "");
        }
        return all;
    }

    private static SortedMap<String, String> ofHttps() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("routing.http.request.x_amzn_tls_version.header_name", "X-Amzn-Tls-Version");
        all.put(
                "routing.http.request.x_amzn_tls_cipher_suite.header_name",
                "X-Amzn-Tls-Cipher-Suite");
        for (String field : List.of("serial_number", "issuer", "subject", "validity", "leaf")) {
            String[] words = field.split("_", -1);
            StringBuilder name = new StringBuilder("X-Amzn-Mtls-Clientcert");
            for (String word : words) {
                name.append('-')
                        .append(Character.toUpperCase(word.charAt(0)))
                        .append(word.substring(1));
            }
            all.put(
                    "routing.http.request.x_amzn_mtls_clientcert_" + field + ".header_name",
                    name.toString());
        }
        all.put(
                "routing.http.request.x_amzn_mtls_clientcert.header_name",
                "X-Amzn-Mtls-Clientcert");
        return all;
    }
}
