package dev.kingtide.aws.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.Resource;

/// A machine that joins a cluster, from what its agent sends: EC2's instance identity document, its
/// resources and its attributes (amazon-ecs-agent, ecs-agent/api/ecs/client).
final class MachineShape {
    private static final String TYPE = "ecs.instance-type";
    private static final String ZONE = "ecs.availability-zone";
    private static final String ARCHITECTURE = "ecs.cpu-architecture";

    private MachineShape() {}

    static Registration read(
            Turn turn, String cluster, RegisterContainerInstanceRequest asked, Zones zones) {
        JsonNode identity = identity(asked.instanceIdentityDocument());
        SortedMap<String, String> attributes = new TreeMap<>();
        for (Attribute attribute : asked.attributes()) {
            attributes.put(attribute.name(), attribute.value() == null ? "" : attribute.value());
        }
        String type = given(attributes, TYPE, identity.path("instanceType"), "m5.large");
        String id = identity.path("instanceId").asText("");
        String instanceId = id.isEmpty() ? "i-" + turn.ids().hex(17) : id;
        String zone = given(attributes, ZONE, identity.path("availabilityZone"), "");
        String architecture =
                given(attributes, ARCHITECTURE, identity.path("architecture"), "x86_64");
        int cpu = resource(asked, "CPU");
        int memory = resource(asked, "MEMORY");
        return new Registration(
                cluster,
                instanceId,
                type,
                zone.isEmpty() ? zones.of(turn, instanceId) : zone,
                null,
                false,
                asked.versionInfo() == null || asked.versionInfo().agentVersion() == null
                        ? "1.105.1"
                        : asked.versionInfo().agentVersion(),
                architecture,
                new Resources(cpu, memory, taskInterfaces(type), GpuShape.of(asked)),
                attributes);
    }

    /// How many tasks of network mode awsvpc an instance of a type can have: its network interfaces
    /// but one. Figures of the general and compute families (EC2 user guide, using-eni: network
    /// interfaces per instance type), by size.
    private static int taskInterfaces(String type) {
        String size = type.substring(type.indexOf('.') + 1);
        return switch (size) {
            case "nano", "micro", "small", "medium" -> 1;
            case "large" -> 2;
            case "xlarge", "2xlarge" -> 3;
            case "4xlarge", "8xlarge", "9xlarge", "12xlarge" -> 7;
            default -> 14;
        };
    }

    private static int resource(RegisterContainerInstanceRequest asked, String name) {
        for (Resource resource : asked.totalResources()) {
            if (name.equals(resource.name()) && resource.integerValue() != null) {
                if (resource.integerValue() < 1) {
                    break;
                }
                return resource.integerValue();
            }
        }
        throw EcsErrors.parameter("Resource " + name + " must be specified in totalResources.");
    }

    private static String given(
            SortedMap<String, String> attributes,
            String name,
            JsonNode identity,
            String otherwise) {
        String value = attributes.get(name);
        return value == null || value.isEmpty() ? identity.asText(otherwise) : value;
    }

    private static JsonNode identity(@Nullable String document) {
        if (document == null || document.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return JsonMapper.builder().build().readTree(document);
        } catch (JsonProcessingException e) {
            throw EcsErrors.parameter("Instance identity document was not valid.");
        }
    }
}
