package dev.kingtide.core.cluster;

import java.util.ArrayList;
import java.util.List;

/// An amount of what a container instance can give to tasks.
///
/// @param cpuUnits CPU units (1024 to a vCPU)
/// @param memoryMib memory in MiB
/// @param networkInterfaces how many tasks of network mode `awsvpc`
/// @param gpus the ids of GPUs, in order; each belongs to one task at a time
public record Resources(int cpuUnits, int memoryMib, int networkInterfaces, List<String> gpus) {

    /// Orders its list.
    public Resources {
        gpus = gpus.isEmpty() ? List.of() : gpus.stream().sorted().toList();
    }

    /// Without GPUs.
    public Resources(int cpuUnits, int memoryMib, int networkInterfaces) {
        this(cpuUnits, memoryMib, networkInterfaces, List.of());
    }

    /// The GPUs that a task gets of this, which is enough for it.
    public List<String> gpusFor(Reservation task) {
        return task.gpus() == 0 ? List.of() : List.copyOf(gpus.subList(0, task.gpus()));
    }

    /// What is left when a task takes its share.
    public Resources minus(Reservation task) {
        return new Resources(
                cpuUnits - task.cpuUnits(),
                memoryMib - task.memoryMib(),
                networkInterfaces - task.networkInterfaces(),
                task.gpus() == 0 ? gpus : gpus.subList(task.gpus(), gpus.size()));
    }

    /// What there is when a task gives its share back, with the GPUs that it had.
    public Resources plus(Reservation task, List<String> itsGpus) {
        List<String> all = gpus;
        if (!itsGpus.isEmpty()) {
            all = new ArrayList<>(gpus);
            all.addAll(itsGpus);
        }
        return new Resources(
                cpuUnits + task.cpuUnits(),
                memoryMib + task.memoryMib(),
                networkInterfaces + task.networkInterfaces(),
                all);
    }

    /// Whether this is enough for a task.
    public boolean holds(Reservation task) {
        return cpuUnits >= task.cpuUnits()
                && memoryMib >= task.memoryMib()
                && networkInterfaces >= task.networkInterfaces()
                && gpus.size() >= task.gpus();
    }
}
