package dev.kingtide.core.cluster;

/// An amount of what a container instance can give to tasks.
///
/// @param cpuUnits CPU units (1024 to a vCPU)
/// @param memoryMib memory in MiB
/// @param networkInterfaces how many tasks of network mode `awsvpc`
public record Resources(int cpuUnits, int memoryMib, int networkInterfaces) {

    /// What is left when a task takes its share.
    public Resources minus(Reservation task) {
        return new Resources(
                cpuUnits - task.cpuUnits(),
                memoryMib - task.memoryMib(),
                networkInterfaces - task.networkInterfaces());
    }

    /// What there is when a task gives its share back.
    public Resources plus(Reservation task) {
        return new Resources(
                cpuUnits + task.cpuUnits(),
                memoryMib + task.memoryMib(),
                networkInterfaces + task.networkInterfaces());
    }

    /// Whether this is enough for a task.
    public boolean holds(Reservation task) {
        return cpuUnits >= task.cpuUnits()
                && memoryMib >= task.memoryMib()
                && networkInterfaces >= task.networkInterfaces();
    }
}
