package dev.kingtide.host.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that containers read about themselves, `ECS_CONTAINER_METADATA_FILE` in their
/// environment (ECS developer guide, container-metadata; amazon-ecs-agent,
/// agent/containermetadata): there before a container starts, and complete, `MetadataFileStatus`
/// `READY`, soon after.
///
/// @param directory with a directory a task in it
record MetadataFiles(Path directory) {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataFiles.class);
    private static final String FILE = "ecs-container-metadata.json";
    private static final String MOUNTED = "/opt/ecs/metadata/";

    /// Gives a container that is to be made its file, as far as it is known.
    ///
    /// @param body the request that makes it
    void provide(TaskPlan plan, String container, ObjectNode body) {
        Path place = place(plan, container);
        write(place, known(plan, container));
        String inside =
                MOUNTED
                        + UUID.nameUUIDFromBytes(
                                (plan.task().id() + '/' + container).getBytes(UTF_8));
        body.withArray("/Env").add("ECS_CONTAINER_METADATA_FILE=" + inside + '/' + FILE);
        body.withArray("/HostConfig/Binds")
                .add(place.toAbsolutePath().normalize() + ":" + inside + ":ro");
    }

    /// Completes it.
    ///
    /// @param docker all that the Engine says of the container
    void complete(TaskPlan plan, String container, JsonNode docker) {
        ObjectNode json = known(plan, container);
        json.put("ContainerID", docker.path("Id").asText());
        json.put("DockerContainerName", docker.path("Name").asText());
        json.put("ImageID", docker.path("Image").asText());
        json.put("ImageName", plan.shape(container).image());
        ArrayNode ports = json.putArray("PortMappings");
        docker.at("/NetworkSettings/Ports")
                .properties()
                .forEach(port -> {
                    String[] parts = port.getKey().split("/", 2);
                    JsonNode host = port.getValue().path(0);
                    if (host.hasNonNull("HostPort")) {
                        ports.addObject()
                                .put("ContainerPort", Integer.parseInt(parts[0]))
                                .put("HostPort", host.path("HostPort").asInt())
                                .put("BindIp", host.path("HostIp").asText())
                                .put("Protocol", parts[1]);
                    }
                });
        ArrayNode networks = json.putArray("Networks");
        docker.at("/NetworkSettings/Networks")
                .properties()
                .forEach(one -> {
                    ObjectNode network = networks.addObject().put("NetworkMode", one.getKey());
                    String address = one.getValue().path("IPAddress").asText("");
                    if (!address.isEmpty()) {
                        network.putArray("IPv4Addresses").add(address);
                    }
                });
        json.put("MetadataFileStatus", "READY");
        write(place(plan, container), json);
    }

    private static ObjectNode known(TaskPlan plan, String container) {
        String definition = plan.task().identity().definition();
        int colon = definition.lastIndexOf(':');
        String cluster = plan.task().identity().clusterName();
        String instance = plan.task().place().instanceId();
        ObjectNode json = TaskPlan.JSON.createObjectNode();
        json.put("Cluster", cluster);
        if (instance != null) {
            String resource = "container-instance/" + cluster + '/' + instance;
            json.put("ContainerInstanceARN", plan.scope().arn("ecs", resource));
        }
        json.put("TaskARN", plan.arn());
        json.put("TaskDefinitionFamily", definition.substring(0, colon));
        json.put("TaskDefinitionRevision", definition.substring(colon + 1));
        json.put("ContainerName", container);
        json.put("AvailabilityZone", plan.task().place().zone());
        return json;
    }

    private Path place(TaskPlan plan, String container) {
        return directory.resolve(plan.task().id()).resolve(container);
    }

    /// A container without its file still runs.
    private static void write(Path place, ObjectNode json) {
        try {
            Files.createDirectories(place);
            Path next = place.resolve(FILE + ".next");
            Files.writeString(next, json.toPrettyString() + "\n");
            Files.move(next, place.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("the metadata file in {} cannot be written: {}", place, e.getMessage());
        }
    }

    /// Removes those of tasks that have no containers any more.
    void retain(Collection<String> taskIds) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory)) {
            for (Path task : tasks) {
                String id = String.valueOf(task.getFileName());
                if (!taskIds.contains(id)) {
                    remove(id);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no metadata file was ever written in {}", directory);
        } catch (IOException e) {
            LOG.warn("metadata files in {}: {}", directory, e.getMessage());
        }
    }

    /// Removes those of a task.
    void remove(String taskId) {
        Path task = directory.resolve(taskId);
        if (!Files.exists(task)) {
            return;
        }
        try (var all = Files.walk(task)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            LOG.warn("metadata files of {}: {}", taskId, e.getMessage());
        }
    }
}
