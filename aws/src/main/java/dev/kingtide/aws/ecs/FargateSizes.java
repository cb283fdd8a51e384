package dev.kingtide.aws.ecs;

/// The sizes of tasks that AWS Fargate has: 74 pairs of CPU and memory (ECS developer guide,
/// task-cpu-memory-error; checked against the API by others in August 2026).
public final class FargateSizes {
    private static final int GIB = 1024;

    private FargateSizes() {}

    /// Whether Fargate has a size of this many CPU units and MiB.
    public static boolean has(int cpuUnits, int memoryMib) {
        return switch (cpuUnits) {
            case 256 -> memoryMib == 512 || memoryMib == GIB || memoryMib == 2 * GIB;
            case 512 -> steps(memoryMib, 1, 4, 1);
            case 1024 -> steps(memoryMib, 2, 8, 1);
            case 2048 -> steps(memoryMib, 4, 16, 1);
            case 4096 -> steps(memoryMib, 8, 30, 1);
            case 8192 -> steps(memoryMib, 16, 60, 4);
            case 16384 -> steps(memoryMib, 32, 120, 8);
            default -> false;
        };
    }

    private static boolean steps(int memoryMib, int fromGib, int toGib, int stepGib) {
        return memoryMib >= fromGib * GIB
                && memoryMib <= toGib * GIB
                && (memoryMib - fromGib * GIB) % (stepGib * GIB) == 0;
    }
}
