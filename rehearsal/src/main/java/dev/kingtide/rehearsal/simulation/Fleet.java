package dev.kingtide.rehearsal.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All simulated tasks that have not been removed, by id, by machine and by service, and who wants
/// to know when one changes how it answers.
final class Fleet {
    private final Map<String, SimulatedTask> tasks = new LinkedHashMap<>();
    private final Map<String, Set<SimulatedTask>> byInstance = new LinkedHashMap<>();
    private final TreeMap<String, ServiceTasks> services = new TreeMap<>();
    private final EnumMap<SimulatedTask.Phase, Integer> byPhase =
            new EnumMap<>(SimulatedTask.Phase.class);
    private Watch watch = task -> {};

    /// Told of every change of a task's phase, after it.
    interface Watch {

        void changed(SimulatedTask task);
    }

    /// The tasks of one service by phase; a task without service counts under the empty key.
    static final class ServiceTasks {
        final EnumMap<SimulatedTask.Phase, Integer> byPhase =
                new EnumMap<>(SimulatedTask.Phase.class);
        int ordinal;
        double runningVcpu;
        double runningMemoryMib;
        double idleMemoryMib;
        double bootingVcpuBusy;

        int running() {
            int sum = 0;
            for (SimulatedTask.Phase phase : byPhase.keySet()) {
                sum += phase.runs() ? byPhase.getOrDefault(phase, 0) : 0;
            }
            return sum;
        }
    }

    void watch(Watch newWatch) {
        watch = newWatch;
    }

    @Nullable SimulatedTask get(String taskId) {
        return tasks.get(taskId);
    }

    ServiceTasks service(String serviceKey) {
        return services.computeIfAbsent(serviceKey, key -> new ServiceTasks());
    }

    SortedMap<String, ServiceTasks> services() {
        return services;
    }

    int count(SimulatedTask.Phase phase) {
        return byPhase.getOrDefault(phase, 0);
    }

    List<SimulatedTask> all() {
        return new ArrayList<>(tasks.values());
    }

    List<String> instances() {
        return new ArrayList<>(byInstance.keySet());
    }

    List<SimulatedTask> on(String instanceId) {
        Set<SimulatedTask> here = byInstance.get(instanceId);
        return here == null ? List.of() : new ArrayList<>(here);
    }

    void add(SimulatedTask task) {
        tasks.put(task.id(), task);
        if (task.instanceId() != null) {
            byInstance.computeIfAbsent(task.instanceId(), key -> new LinkedHashSet<>()).add(task);
        }
        count(task, 1);
    }

    void remove(SimulatedTask task) {
        if (tasks.remove(task.id()) == null) {
            return;
        }
        Set<SimulatedTask> here = byInstance.get(task.instanceId());
        if (here != null) {
            here.remove(task);
            if (here.isEmpty()) {
                byInstance.remove(task.instanceId());
            }
        }
        count(task, -1);
    }

    void enter(SimulatedTask task, SimulatedTask.Phase phase) {
        if (task.phase == phase) {
            return;
        }
        boolean known = tasks.containsKey(task.id());
        if (known) {
            count(task, -1);
        }
        task.phase = phase;
        if (known) {
            count(task, 1);
        }
        watch.changed(task);
    }

    private void count(SimulatedTask task, int change) {
        byPhase.merge(task.phase, change, Integer::sum);
        ServiceTasks service = service(task.serviceKey());
        service.byPhase.merge(task.phase, change, Integer::sum);
        if (task.phase.runs()) {
            service.idleMemoryMib += change * task.application.memoryMibIdle();
            service.runningVcpu += change * task.vcpu;
            service.runningMemoryMib += change * task.definition.memoryMibNeeded();
        }
        if (task.phase == SimulatedTask.Phase.BOOTING) {
            double cpu = task.application.bootCpuSeconds() / task.vcpu;
            double all = cpu + task.application.bootWaitSeconds();
            service.bootingVcpuBusy += all > 0 ? change * task.vcpu * cpu / all : 0;
        }
    }
}
