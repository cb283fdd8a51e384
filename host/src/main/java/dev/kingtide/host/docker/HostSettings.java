package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.TaskOverrides.OfContainer;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.KernelCapabilities;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.SystemControl;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Ulimit;

/// What a container may use of its machine, in Docker's words.
///
/// The task's CPU and memory are limits of each of its containers, as no cgroup of the task itself
/// can be had through the Engine: one container gets all of it, several can together get more.
final class HostSettings {
    private static final long MIB = 1L << 20;

    /// Docker's least (moby, daemon/daemon_unix.go), which the agent raises smaller values to.
    private static final long MEMORY_MIN_MIB = 6;

    /// The kernel's least (ECS API reference, ContainerDefinition: cpu).
    private static final int SHARES_MIN = 2;

    private static final int UNITS_OF_A_CPU = 1024;
    private static final long QUOTA_MIN_MICROS = 1_000;

    private HostSettings() {}

    static void put(
            ObjectNode host,
            TaskPlan plan,
            ContainerDefinition shape,
            @Nullable OfContainer override) {
        cpu(host, plan, shape, override);
        memory(host, plan, shape, override);
        for (Ulimit limit : shape.ulimits()) {
            host.withArray("Ulimits")
                    .addObject()
                    .put("Name", limit.nameAsString())
                    .put("Soft", limit.softLimit())
                    .put("Hard", limit.hardLimit());
        }
        host.put("Privileged", Boolean.TRUE.equals(shape.privileged()));
        host.put("ReadonlyRootfs", Boolean.TRUE.equals(shape.readonlyRootFilesystem()));
        ContainerPlan.strings(host.putArray("SecurityOpt"), shape.dockerSecurityOptions());
        for (SystemControl control : shape.systemControls()) {
            if (control.namespace() != null) {
                host.withObject("/Sysctls").put(control.namespace(), control.value());
            }
        }
        LinuxParameters linux = shape.linuxParameters();
        if (linux != null) {
            linux(host, linux);
        }
        gpus(host, plan.task().options().gpusOf(plan.definition(), shape.name()));
        var task = plan.shape();
        if (task != null && task.pidModeAsString() != null) {
            host.put("PidMode", task.pidModeAsString().equals("host") ? "host" : "");
        }
        if (task != null && task.ipcModeAsString() != null) {
            String mode = task.ipcModeAsString();
            host.put("IpcMode", mode.equals("task") ? "" : mode);
        }
    }

    /// The GPUs that are a container's own (docs.docker.com, Docker Engine API, DeviceRequest).
    private static void gpus(ObjectNode host, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        ObjectNode request = host.putArray("DeviceRequests").addObject();
        request.put("Driver", "nvidia");
        ContainerPlan.strings(request.putArray("DeviceIDs"), ids);
        request.putArray("Capabilities").addArray().add("gpu");
    }

    private static void cpu(
            ObjectNode host,
            TaskPlan plan,
            ContainerDefinition shape,
            @Nullable OfContainer override) {
        int units = shape.cpu() == null ? 0 : shape.cpu();
        if (override != null && override.cpuUnits() > 0) {
            units = override.cpuUnits();
        }
        host.put("CpuShares", Math.max(SHARES_MIN, units));
        if (plan.cpuUnits() > 0) {
            long period = plan.settings().cpuPeriod().toNanos() / 1_000;
            host.put("CpuPeriod", period);
            long quota = period * plan.cpuUnits() / UNITS_OF_A_CPU;
            host.put("CpuQuota", Math.max(QUOTA_MIN_MICROS, quota));
        }
    }

    private static void memory(
            ObjectNode host,
            TaskPlan plan,
            ContainerDefinition shape,
            @Nullable OfContainer override) {
        long hard = or(override == null ? 0 : override.memoryMib(), shape.memory());
        long soft = or(override == null ? 0 : override.memoryReservationMib(), null);
        soft = soft > 0 ? soft : or(0, shape.memoryReservation());
        if (hard == 0) {
            hard = plan.memoryMib();
        }
        if (hard > 0) {
            host.put("Memory", Math.max(MEMORY_MIN_MIB, hard) * MIB);
        }
        if (soft > 0) {
            host.put("MemoryReservation", Math.max(MEMORY_MIN_MIB, soft) * MIB);
        }
        LinuxParameters linux = shape.linuxParameters();
        Integer swap = linux == null ? null : linux.maxSwap();
        if (hard > 0 && swap != null) {
            host.put("MemorySwap", (Math.max(MEMORY_MIN_MIB, hard) + swap) * MIB);
            Integer swappiness = linux == null ? null : linux.swappiness();
            if (swappiness != null) {
                host.put("MemorySwappiness", swappiness);
            }
        }
    }

    private static int or(int given, @Nullable Integer otherwise) {
        return given > 0 || otherwise == null ? given : otherwise;
    }

    private static void linux(ObjectNode host, LinuxParameters linux) {
        KernelCapabilities capabilities = linux.capabilities();
        if (capabilities != null) {
            ContainerPlan.strings(host.putArray("CapAdd"), capabilities.add());
            ContainerPlan.strings(host.putArray("CapDrop"), capabilities.drop());
        }
        for (Device device : linux.devices()) {
            StringBuilder may = new StringBuilder();
            device.permissionsAsStrings().forEach(word -> may.append(word.charAt(0)));
            String path = device.hostPath();
            host.withArray("Devices")
                    .addObject()
                    .put("PathOnHost", path)
                    .put(
                            "PathInContainer",
                            device.containerPath() == null ? path : device.containerPath())
                    .put("CgroupPermissions", may.isEmpty() ? "rwm" : may.toString());
        }
        for (Tmpfs tmpfs : linux.tmpfs()) {
            StringJoiner options = new StringJoiner(",");
            tmpfs.mountOptions().forEach(options::add);
            options.add("size=" + tmpfs.size() + 'm');
            host.withObject("/Tmpfs").put(tmpfs.containerPath(), options.toString());
        }
        if (linux.sharedMemorySize() != null) {
            host.put("ShmSize", linux.sharedMemorySize() * MIB);
        }
        if (linux.initProcessEnabled() != null) {
            host.put("Init", linux.initProcessEnabled());
        }
    }
}
