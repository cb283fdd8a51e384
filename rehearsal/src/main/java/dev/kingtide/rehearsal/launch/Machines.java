package dev.kingtide.rehearsal.launch;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// EC2 instances of one kind that join a cluster.
///
/// @param cluster the cluster
/// @param count how many
/// @param instanceType such as `m5.large`
/// @param zones availability zones, taken in turn
/// @param cpuUnits what each has for tasks, 1024 to a vCPU
/// @param memoryMib what each has for tasks
/// @param networkInterfaces tasks of network mode awsvpc that fit
/// @param gpus how many GPUs each has for tasks
/// @param cpuArchitecture `x86_64` or `arm64`
/// @param spot whether EC2 may take them back
/// @param capacityProvider the provider they belong to, or null
/// @param attributes custom attributes
/// @param atMillis when they join
public record Machines(
        String cluster,
        int count,
        String instanceType,
        List<String> zones,
        int cpuUnits,
        int memoryMib,
        int networkInterfaces,
        int gpus,
        String cpuArchitecture,
        boolean spot,
        @Nullable String capacityProvider,
        SortedMap<String, String> attributes,
        long atMillis) {

    /// Keeps copies.
    public Machines {
        zones = List.copyOf(zones);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
