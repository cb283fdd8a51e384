package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.metadata.MetadataServer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Volume;

/// What a task's containers are given besides their definition: volumes, secrets, variables out of
/// files, where they find their metadata. Looked up when a container is made, not before.
final class Supplies {
    private final Yard yard;
    private final TaskPlan plan;

    Supplies(Yard yard, TaskPlan plan) {
        this.yard = yard;
        this.plan = plan;
    }

    /// Makes the task's volumes.
    ///
    /// @throws Faulty when one cannot be had, and says why
    void provideVolumes() throws EngineFailure, Faulty {
        for (Volume volume : plan.volumes()) {
            VolumePlan wanted = VolumePlan.of(plan, volume);
            if (wanted != null) {
                provide(wanted);
            } else if (volume.efsVolumeConfiguration() == null) {
                throw Faulty.initializing(
                        "volume "
                                + volume.name()
                                + " is of Amazon FSx for Windows File Server, which is not on this"
                                + " machine; give it a host path, an efsVolumeConfiguration or a"
                                + " dockerVolumeConfiguration");
            }
        }
        fileSystems();
    }

    private void provide(VolumePlan wanted) throws EngineFailure, Faulty {
        ObjectNode create = wanted.create();
        if (create != null) {
            yard.patience().run(() -> yard.engine().createVolume(create));
        } else if (wanted.mustExist()
                && !yard.patience().ask(() -> yard.engine().hasVolume(wanted.source()))) {
            throw Faulty.initializing(
                    "there is no Docker volume "
                            + wanted.source()
                            + "; make it (docker volume create) or set autoprovision");
        }
    }

    private Map<String, String> fileSystems() throws Faulty {
        for (Volume volume : plan.volumes()) {
            if (volume.efsVolumeConfiguration() != null && !plan.network().isOwn()) {
                throw Faulty.initializing(
                        "failed to invoke EFS utils commands to set up EFS volumes: stderr: volume "
                                + volume.name()
                                + " is a directory of the machine that kingtide runs on, and this"
                                + " is another; place the task there");
            }
        }
        return yard.stores().fileSystems().provide(plan.volumes());
    }

    /// What the registry of a container's image wants to know, or null.
    @Nullable String credentials(ContainerDefinition shape) throws Faulty {
        if (shape.repositoryCredentials() == null) {
            return yard.pulls().logins(shape.image());
        }
        String from = shape.repositoryCredentials().credentialsParameter();
        try {
            return RegistryLogins.header(secret(from), shape.image());
        } catch (IOException e) {
            throw unreadable(from, e);
        }
    }

    /// All that a container is made with besides its definition.
    ///
    /// @param namespace the id of the container whose network it joins, or null
    /// @throws Faulty when something cannot be had, and says why
    ContainerPlan.Given of(String container, @Nullable String namespace) throws Faulty {
        ContainerDefinition shape = plan.shape(container);
        Map<String, String> files = yard.stores().files().read(plan.environmentFiles(container));
        Map<String, String> secrets = metadata(shape, files.keySet());
        secrets.putAll(secrets(shape.secrets()));
        LogConfiguration log = shape.logConfiguration();
        TaskGroups groups = yard.groups().get();
        return new ContainerPlan.Given(
                namespace,
                new ContainerPlan.Values(
                        files, secrets, log == null ? Map.of() : secrets(log.secretOptions())),
                FreePorts.of(plan, container),
                fileSystems(),
                groups == null ? null : groups.provide(plan));
    }

    /// What tells a container where to ask about itself.
    private Map<String, String> metadata(ContainerDefinition shape, Set<String> names) {
        MetadataServer server = yard.metadata();
        if (server == null) {
            return new TreeMap<>();
        }
        Set<String> given = new TreeSet<>(names);
        shape.environment().forEach(pair -> given.add(pair.name()));
        return server.environment(plan.resident(), shape.name(), given);
    }

    private Map<String, String> secrets(Iterable<Secret> wanted) throws Faulty {
        Map<String, String> values = new TreeMap<>();
        for (Secret secret : wanted) {
            values.put(secret.name(), secret(secret.valueFrom()));
        }
        return values;
    }

    private String secret(String from) throws Faulty {
        Secrets secrets = yard.stores().secrets();
        try {
            String value = secrets.value(from);
            if (value == null) {
                throw Faulty.initializing(
                        "unable to pull secrets or registry auth: there is no "
                                + from
                                + " in "
                                + secrets.file()
                                + "; add it");
            }
            return value;
        } catch (IOException e) {
            throw unreadable(from, e);
        }
    }

    private Faulty unreadable(String from, IOException cause) {
        return Faulty.initializing(
                "unable to pull secrets or registry auth: "
                        + from
                        + " could not be read from "
                        + yard.stores().secrets().file()
                        + ": "
                        + cause.getMessage());
    }
}
