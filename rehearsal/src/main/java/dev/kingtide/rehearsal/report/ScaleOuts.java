package dev.kingtide.rehearsal.report;

import dev.kingtide.core.World;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How long services took to have more tasks: from each growth of a desired count until so many
/// were RUNNING, and until so many were healthy in each of the service's target groups, to the
/// millisecond, watched while it happens.
public final class ScaleOuts {
    private final LongSupplier nowMillis;
    private final long startMillis;
    private final World world;
    private final Map<String, Watched> services = new LinkedHashMap<>();
    private final List<Report.ScaleOut> all = new ArrayList<>();

    /// A service; the growth that goes on has its place in the list, -1 for none.
    private static final class Watched {
        int desired;
        int running;
        final Map<String, Integer> healthyByGroup = new LinkedHashMap<>();
        int open = -1;
        long sinceMillis;

        boolean isHealthy() {
            return !healthyByGroup.isEmpty()
                    && healthyByGroup.values().stream().allMatch(healthy -> healthy >= desired);
        }
    }

    /// Begins to watch a World.
    ///
    /// @param nowMillis tells the virtual time
    public ScaleOuts(World world, long startMillis, LongSupplier nowMillis) {
        this.world = world;
        this.startMillis = startMillis;
        this.nowMillis = nowMillis;
        world.services().table.watch(this::service);
        world.tasks().table.watch(this::task);
        world.traffic().targets.watch(this::target);
    }

    private Watched watched(String serviceKey) {
        return services.computeIfAbsent(serviceKey, _ -> new Watched());
    }

    private void service(@Nullable Service before, @Nullable Service after) {
        if (after == null) {
            return;
        }
        Watched one = watched(after.key());
        int wanted = after.wanted();
        if (wanted == one.desired) {
            return;
        }
        one.open = -1;
        if (wanted > one.desired && wanted > one.running) {
            long now = nowMillis.getAsLong();
            one.open = all.size();
            one.sinceMillis = now;
            int second = Math.toIntExact((now - startMillis) / 1000);
            all.add(new Report.ScaleOut(second, after.key(), one.desired, wanted, null, null));
        }
        one.desired = wanted;
    }

    private void task(@Nullable Task before, @Nullable Task after) {
        boolean ran = before != null && before.status() == TaskStatus.RUNNING;
        boolean runs = after != null && after.status() == TaskStatus.RUNNING;
        Task known = after == null ? before : after;
        if (ran == runs || known == null || known.identity().serviceKey() == null) {
            return;
        }
        Watched one = watched(known.identity().serviceKey());
        one.running += runs ? 1 : -1;
        look(one);
    }

    private void target(@Nullable Target before, @Nullable Target after) {
        boolean was = before != null && before.state() == TargetState.HEALTHY;
        boolean is = after != null && after.state() == TargetState.HEALTHY;
        boolean isNew = before == null;
        Target known = after == null ? before : after;
        if ((was == is && !isNew) || known == null || known.taskId() == null) {
            return;
        }
        Task task = world.tasks().table.get(known.taskId());
        String service = task == null ? null : task.identity().serviceKey();
        if (service != null) {
            Watched one = watched(service);
            int more = is ? 1 : was ? -1 : 0;
            one.healthyByGroup.merge(known.groupArn(), more, Integer::sum);
            look(one);
        }
    }

    private void look(Watched one) {
        if (one.open < 0) {
            return;
        }
        Report.ScaleOut open = all.get(one.open);
        double seconds = (nowMillis.getAsLong() - one.sinceMillis) / 1000.0;
        Double running = open.secondsToRunning();
        Double healthy = open.secondsToHealthy();
        all.set(
                one.open,
                new Report.ScaleOut(
                        open.atSecond(),
                        open.service(),
                        open.fromTasks(),
                        open.toTasks(),
                        running == null && one.running >= one.desired ? (Double) seconds : running,
                        healthy == null && one.isHealthy() ? (Double) seconds : healthy));
    }

    /// Every growth, in order.
    public List<Report.ScaleOut> list() {
        return List.copyOf(all);
    }
}
