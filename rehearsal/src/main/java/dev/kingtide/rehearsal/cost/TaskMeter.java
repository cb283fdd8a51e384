package dev.kingtide.rehearsal.cost;

import dev.kingtide.core.Table;
import dev.kingtide.core.World;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds up what tasks on Fargate are billed for, while they are forgotten one by one.
///
/// Billed per second from the start of the image pull to the end of the task, at least one minute
/// (AWS Fargate pricing). A GB of memory is counted as 1,024 MiB, as the task sizes are.
public final class TaskMeter implements Table.Watcher<Task> {
    private static final double MINIMUM_SECONDS = 60;
    private static final double FREE_STORAGE_GIB = 20;
    private final World world;
    private final Map<Kind, Use> uses = new EnumMap<>(Kind.class);

    /// What has a price of its own.
    private enum Kind {
        X86,
        X86_SPOT,
        ARM,
        ARM_SPOT;

        boolean isSpot() {
            return this == X86_SPOT || this == ARM_SPOT;
        }

        boolean isArm() {
            return this == ARM || this == ARM_SPOT;
        }

        String words() {
            return (isArm() ? "Fargate ARM64" : "Fargate x86") + (isSpot() ? " Spot" : "");
        }
    }

    private record Use(double vcpuHours, double gbHours, double storageGbHours) {
        static final Use NONE = new Use(0, 0, 0);

        Use plus(TaskDefinition definition, double hours) {
            double storage = Math.max(0, definition.ephemeralStorageGib() - FREE_STORAGE_GIB);
            return new Use(
                    vcpuHours + hours * definition.cpuUnitsNeeded() / 1024,
                    gbHours + hours * definition.memoryMibNeeded() / 1024,
                    storageGbHours + hours * storage);
        }
    }

    /// A meter that reads nothing yet; it is to watch the World's tasks.
    public TaskMeter(World world) {
        this.world = world;
    }

    @Override
    public void changed(@Nullable Task before, @Nullable Task after) {
        if (before != null && after == null) {
            add(uses, before, before.times().stoppedAtMillis());
        }
    }

    /// What all tasks cost up to a moment.
    public List<Bill.Item> items(long nowMillis, Prices prices) {
        Map<Kind, Use> all = new EnumMap<>(Kind.class);
        all.putAll(uses);
        for (Task task : world.tasks().table.rows()) {
            add(all, task, nowMillis);
        }
        List<Bill.Item> items = new ArrayList<>();
        all.forEach((kind, use) -> addItems(items, kind, use, prices));
        return items;
    }

    private void add(Map<Kind, Use> all, Task task, long nowMillis) {
        long begin = task.times().pullStartedAtMillis();
        if (task.place().launchType() != LaunchType.FARGATE || begin == 0) {
            return;
        }
        TaskDefinition definition = world.tasks().definitions.require(task.identity().definition());
        long stopped = task.times().stoppedAtMillis();
        long end = stopped > 0 ? stopped : nowMillis;
        double hours = Math.max(MINIMUM_SECONDS, (end - begin) / 1000.0) / 3600;
        boolean arm = definition.cpuArchitecture().equals("ARM64");
        boolean spot = task.place().isFargateSpot();
        Kind kind = arm ? spot ? Kind.ARM_SPOT : Kind.ARM : spot ? Kind.X86_SPOT : Kind.X86;
        all.put(kind, all.getOrDefault(kind, Use.NONE).plus(definition, hours));
    }

    private static void addItems(List<Bill.Item> items, Kind kind, Use use, Prices prices) {
        double vcpu = kind.isArm() ? prices.fargateArmVcpuHour() : prices.fargateX86VcpuHour();
        double gb = kind.isArm() ? prices.fargateArmGbHour() : prices.fargateX86GbHour();
        double factor = kind.isSpot() ? 1 - prices.fargateSpotDiscountPercent() / 100 : 1;
        String name = kind.words();
        items.add(new Bill.Item(name, use.vcpuHours, "vCPU-hours", use.vcpuHours * vcpu * factor));
        items.add(new Bill.Item(name, use.gbHours, "GB-hours", use.gbHours * gb * factor));
        if (use.storageGbHours > 0) {
            double dollars = use.storageGbHours * prices.fargateStorageGbHour();
            items.add(new Bill.Item(name + " storage", use.storageGbHours, "GB-hours", dollars));
        }
    }
}
