package dev.kingtide.aws.ecs;

import dev.kingtide.aws.PageMark;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.service.Daemons;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;
import software.amazon.awssdk.services.ecs.model.TargetType;

/// The operations on the attributes of container instances (ECS API reference, Attribute: at most
/// ten custom ones on an instance and ten in a call, names and values of 1 to 128 characters).
final class AttributeOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_./\\\\@: -]{0,128}(?<! )");
    private static final int CALL_MAX = 10;
    private static final int CUSTOM_MAX = 10;
    private static final int LISTED_MAX = 100;
    private final Turns turns;

    AttributeOperations(Turns turns) {
        this.turns = turns;
    }

    /// Sets custom attributes of instances.
    PutAttributesResponse put(PutAttributesRequest request) {
        checkCount(request.attributes());
        for (Attribute attribute : request.attributes()) {
            checkName(attribute.name());
            String value = attribute.value();
            if (value != null && (!VALUE.matcher(value).matches() || value.startsWith(" "))) {
                throw ClusterErrors.attributeValue(value);
            }
        }
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<Attribute> put = new ArrayList<>();
            for (Attribute attribute : request.attributes()) {
                ContainerInstance instance = target(world, cluster, attribute);
                SortedMap<String, String> one = new TreeMap<>();
                one.put(attribute.name(), attribute.value() == null ? "" : attribute.value());
                ContainerInstance after = Instances.putAttributes(turn, instance.id(), one);
                if (custom(after) > CUSTOM_MAX) {
                    throw ClusterErrors.tooManyAttributes();
                }
                Daemons.attributesChanged(turn, cluster.name(), instance.id());
                put.add(attribute(world, after, attribute.name(), attribute.value()));
            }
            return PutAttributesResponse.builder().attributes(put).build();
        });
    }

    private static long custom(ContainerInstance instance) {
        return instance.attributes().keySet().stream().filter(n -> !n.startsWith("ecs.")).count();
    }

    /// Removes custom attributes of instances; ones that they do not have are no error.
    DeleteAttributesResponse delete(DeleteAttributesRequest request) {
        checkCount(request.attributes());
        request.attributes().forEach(attribute -> checkName(attribute.name()));
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<Attribute> deleted = new ArrayList<>();
            for (Attribute attribute : request.attributes()) {
                ContainerInstance instance = target(world, cluster, attribute);
                String value = instance.attributes().get(attribute.name());
                if (value != null) {
                    Instances.deleteAttributes(turn, instance.id(), List.of(attribute.name()));
                    Daemons.attributesChanged(turn, cluster.name(), instance.id());
                    deleted.add(attribute(world, instance, attribute.name(), value));
                }
            }
            return DeleteAttributesResponse.builder().attributes(deleted).build();
        });
    }

    private static void checkCount(List<Attribute> attributes) {
        if (attributes.isEmpty()) {
            throw EcsErrors.empty("Attributes");
        }
        if (attributes.size() > CALL_MAX) {
            throw EcsErrors.tooMany("attributes", CALL_MAX);
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith("ecs.")) {
            throw ClusterErrors.attributeName(name);
        }
    }

    private static ContainerInstance target(World world, Cluster cluster, Attribute attribute) {
        if (attribute.targetId() == null) {
            throw EcsErrors.parameter("targetId should not be null or empty.");
        }
        ContainerInstance found = InstanceOperations.find(world, cluster, attribute.targetId());
        if (found == null) {
            throw ClusterErrors.targetNotFound();
        }
        return found;
    }

    private static Attribute attribute(
            World world, ContainerInstance instance, String name, @Nullable String value) {
        return Attribute.builder()
                .name(name)
                .value(value == null || value.isEmpty() ? null : value)
                .targetType(TargetType.CONTAINER_INSTANCE)
                .targetId(Names.instanceArn(world.scope(), instance.clusterName(), instance.id()))
                .build();
    }

    /// The attributes of a cluster's instances, of one name and value or of all.
    ListAttributesResponse list(ListAttributesRequest request) {
        if (request.attributeValue() != null && request.attributeName() == null) {
            throw EcsErrors.parameter("An attribute name must be specified with a value.");
        }
        var asked =
                Page.Asked.of(
                        "ListAttributes", request.nextToken(), request.maxResults(), LISTED_MAX);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Page<Held> page =
                    Page.of(
                            asked,
                            () -> new Walk(world, cluster.name(), asked.after()),
                            Held::key,
                            held -> held.instance().identity().registeredAtMillis(),
                            held -> held.matches(request));
            return ListAttributesResponse.builder()
                    .attributes(page.map(h -> attribute(world, h.instance(), h.name(), h.value())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    /// An attribute and the instance that has it.
    private record Held(ContainerInstance instance, String name, String value) {

        String key() {
            return instance.id() + ' ' + name;
        }

        boolean matches(ListAttributesRequest request) {
            return (request.attributeName() == null || request.attributeName().equals(name))
                    && (request.attributeValue() == null || request.attributeValue().equals(value));
        }
    }

    /// The attributes of one instance after another, by name.
    private static final class Walk implements Iterator<Held> {
        private final Iterator<ContainerInstance> instances;
        private @Nullable ContainerInstance instance;
        private Iterator<Map.Entry<String, String>> attributes;

        Walk(World world, String cluster, @Nullable PageMark after) {
            var byCluster = world.clusters().instancesByCluster;
            String key = after == null ? "" : after.key();
            String id = key.substring(0, Math.max(0, key.indexOf(' ')));
            Iterable<ContainerInstance> rest = byCluster.past(cluster, id, false);
            this.instance = rest == null ? null : world.clusters().instances.get(id);
            this.attributes =
                    instance == null
                            ? List.<Map.Entry<String, String>>of().iterator()
                            : instance.attributes()
                                    .tailMap(key.substring(id.length() + 1) + '\0')
                                    .entrySet()
                                    .iterator();
            this.instances =
                    rest != null
                            ? rest.iterator()
                            : byCluster.get(cluster).stream()
                                    .filter(i ->
                                            after == null
                                                    || i.identity().registeredAtMillis()
                                                            >= after.stamp())
                                    .iterator();
        }

        @Override
        public boolean hasNext() {
            while (!attributes.hasNext() && instances.hasNext()) {
                instance = instances.next();
                attributes = instance.attributes().entrySet().iterator();
            }
            return attributes.hasNext();
        }

        @Override
        public Held next() {
            if (!hasNext() || instance == null) {
                throw new NoSuchElementException();
            }
            var attribute = attributes.next();
            return new Held(instance, attribute.getKey(), attribute.getValue());
        }
    }
}
