package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Listeners;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;

/// The operations on the attributes of listeners (ELB API reference, ListenerAttribute).
final class ListenerAttributeOperations {
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

    /// Changes attributes; those that are not named stay, and an empty value takes the usual one
    /// back (ELB user guide, header-modification).
    ModifyListenerAttributesResponse modify(ModifyListenerAttributesRequest request) {
        return turns.decide(turn -> {
            Listener listener = ListenerOperations.require(turn.world(), request.listenerArn());
            boolean tls = listener.tls() != null;
            SortedMap<String, String> changes = new TreeMap<>();
            for (ListenerAttribute attribute : request.attributes()) {
                String key = String.valueOf(attribute.key());
                String value = attribute.value() == null ? "" : attribute.value();
                ListenerAttributeRules.check(key, value, tls);
                boolean usual = value.equals(ListenerAttributeRules.usual(tls).get(key));
                changes.put(key, usual ? "" : value);
            }
            Listener changed = Listeners.modifyAttributes(turn, listener.arn(), changes);
            return ModifyListenerAttributesResponse.builder().attributes(shapes(changed)).build();
        });
    }

    private static List<ListenerAttribute> shapes(Listener listener) {
        List<ListenerAttribute> shapes = new ArrayList<>();
        ListenerAttributeRules.usual(listener.tls() != null)
                .forEach((key, usual) ->
                        shapes.add(
                                ListenerAttribute.builder()
                                        .key(key)
                                        .value(listener.attributes().getOrDefault(key, usual))
                                        .build()));
        return shapes;
    }
}
