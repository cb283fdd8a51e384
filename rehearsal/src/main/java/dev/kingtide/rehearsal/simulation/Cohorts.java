package dev.kingtide.rehearsal.simulation;

import dev.kingtide.rehearsal.simulation.Cohort.Membership;
import dev.kingtide.rehearsal.simulation.Cohort.Standing;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All cohorts, and the tasks' moves between them.
///
/// Tasks that become healthy beside others begin with an empty queue, in a cohort of their own, so
/// that health checks can tell them from the overloaded ones; it joins the others' when their
/// backlogs are about the same, or after a minute.
final class Cohorts {
    private static final int FRESH_SECONDS = 5;
    private static final int FRESH_SECONDS_MAX = 60;
    private static final double ALIKE = 0.05;

    /// Parts of a slow start that are told apart.
    private static final int RAMP_PARTS = 8;

    private final Map<String, Cohort> cohorts = new LinkedHashMap<>();
    private final Map<TaskKind, double[]> scratch = new LinkedHashMap<>();
    private final Clients clients;
    private final int slots;

    Cohorts(Clients clients, int slots) {
        this.clients = clients;
        this.slots = slots;
    }

    Collection<Cohort> all() {
        return cohorts.values();
    }

    /// Puts a task where it belongs now.
    ///
    /// @param worst whether it leaves its like because it is the slowest of them
    void place(LoadedTask task, boolean worst) {
        Cohort old = task.cohort == null ? null : task.cohort.current();
        List<Membership> memberships = new ArrayList<>(1);
        StringBuilder base = new StringBuilder(48);
        base.append(task.task.serviceKey()).append('|').append(task.kind.number);
        base.append('|').append(task.task.phase);
        for (ProbedTarget target : task.targets) {
            Membership membership = rounded(target.membership());
            memberships.add(membership);
            base.append('|').append(target.group.number);
            base.append(membership.standing()).append(membership.sinceMillis());
            base.append(membership.zone());
        }
        String key = base.toString();
        if (old != null && old.base.equals(key)) {
            return;
        }
        String name = key;
        if (fresh(old, task, memberships) && cohorts.containsKey(key)) {
            name = key + '@' + clients.second() / FRESH_SECONDS;
        }
        Cohort next = cohorts.get(name);
        if (next == null) {
            next = begin(name, key, task, memberships);
        }
        move(task, old, next, worst);
    }

    private static boolean fresh(
            @Nullable Cohort old, LoadedTask task, List<Membership> memberships) {
        return task.answer() == Cohort.Answer.SERVING
                && memberships.getFirst().standing() == Standing.HEALTHY
                && (old == null || old.memberships.getFirst().standing() != Standing.HEALTHY);
    }

    private static Membership rounded(Membership membership) {
        if (membership.sinceMillis() == 0) {
            return membership;
        }
        int ramp = membership.group().settings.attributes().slowStartSeconds();
        long part = Math.max(1000, ramp * 1000L / RAMP_PARTS);
        return new Membership(
                membership.group(),
                membership.standing(),
                Math.floorDiv(membership.sinceMillis(), part) * part + part / 2,
                membership.zone());
    }

    private Cohort begin(String key, String base, LoadedTask task, List<Membership> memberships) {
        Cohort cohort =
                new Cohort(
                        key,
                        base,
                        task.task,
                        task.kind,
                        task.answer(),
                        memberships,
                        new Pending(slots, clients.kinds),
                        clients.kinds,
                        clients.second());
        cohorts.put(key, cohort);
        for (Membership membership : memberships) {
            if (membership.group().feeds(cohort) && !membership.group().cohorts.contains(cohort)) {
                membership.group().cohorts.add(cohort);
            }
        }
        return cohort;
    }

    private void move(LoadedTask task, @Nullable Cohort old, Cohort next, boolean worst) {
        double[] chance = scratch.computeIfAbsent(task.kind, kind -> new double[kind.queue.size()]);
        boolean dead = task.task.isGone();
        if (old == null) {
            Arrays.fill(chance, 0);
            chance[0] = 1;
        } else {
            double share = 1.0 / old.tasks;
            if (dead) {
                old.pending.kill(share, clients);
            } else {
                old.pending.move(share, next.pending);
            }
            old.leave(worst, chance);
            if (dead) {
                Arrays.fill(chance, 0);
                chance[0] = 1;
            }
        }
        next.join(chance);
        task.cohort = next;
    }

    /// A task that no group knows any more leaves; what it worked on is cut off.
    void remove(LoadedTask task) {
        if (task.cohort == null) {
            return;
        }
        Cohort old = task.cohort.current();
        old.pending.kill(1.0 / old.tasks, clients);
        old.leave(false, scratch.computeIfAbsent(task.kind, k -> new double[k.queue.size()]));
        task.cohort = null;
    }

    /// Cuts off what a task works on, which goes on living.
    void cut(LoadedTask task) {
        if (task.cohort != null && task.task.phase != Phase.DEAD) {
            Cohort cohort = task.cohort.current();
            cohort.pending.kill(1.0 / cohort.tasks, clients);
        }
    }

    /// Merges what has become alike and drops what is empty.
    void tidy() {
        List<Cohort> over = new ArrayList<>(0);
        for (Cohort cohort : cohorts.values()) {
            if (cohort.tasks == 0) {
                over.add(cohort);
            } else if (cohort.isFresh()) {
                Cohort others = cohorts.get(cohort.base);
                if (others != null && others.tasks > 0 && alike(cohort, others)) {
                    cohort.mergeInto(others);
                    over.add(cohort);
                }
            }
        }
        for (Cohort cohort : over) {
            cohorts.remove(cohort.key);
            for (Membership membership : cohort.memberships) {
                membership.group().cohorts.remove(cohort);
            }
        }
    }

    private boolean alike(Cohort one, Cohort other) {
        double difference = Math.abs(one.meanNumber - other.meanNumber);
        return difference <= ALIKE * Math.max(1, Math.max(one.meanNumber, other.meanNumber))
                || clients.second() - one.bornSecond > FRESH_SECONDS_MAX;
    }

    double inFlight() {
        double sum = 0;
        for (Cohort cohort : cohorts.values()) {
            sum += cohort.pending.exactly();
        }
        return sum;
    }
}
