package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.rehearsal.simulation.FaultPlan.Event;
import dev.kingtide.rehearsal.simulation.SimulatedTask.ContainerRun;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Carries out a [FaultPlan].
///
/// Which tasks an event strikes is drawn by task, so a change of settings does not change whom it
/// strikes among those that are there. Rates become one exponential lifetime a task.
final class FaultInjector implements ImagePulls.Outages {
    /// Fargate Spot and EC2 Spot give two minutes' notice (ECS developer guide,
    /// fargate-capacity-providers; EC2 user guide, spot-instance-termination-notices).
    private static final double SPOT_NOTICE_SECONDS = 120;

    private final SimulatedDriver driver;
    private final FaultPlan plan;
    private final long startMillis;

    FaultInjector(SimulatedDriver driver) {
        this.driver = driver;
        this.plan = driver.inputs().faults();
        this.startMillis = driver.nowMillis();
    }

    void begin() {
        for (Event event : plan.events()) {
            driver.at(startMillis + Math.round(1000 * event.atSecond()), () -> strike(event));
        }
    }

    /// Sets a task's own end, if rates say so.
    void started(SimulatedTask task) {
        expire("crash", task, plan.crashesPerTaskHour(), () -> crash(task));
        if (task.task.place().isFargateSpot()) {
            expire("reclaim", task, plan.spotReclaimsPerTaskHour(), () -> reclaim(task));
        }
    }

    @Override
    public boolean reachable(long nowMillis, String subject) {
        if (driver.unit("pull-failure", subject) < plan.pullFailureShare()) {
            return false;
        }
        for (Event event : plan.events()) {
            if (event.kind() == FaultPlan.Kind.PULL_OUTAGE) {
                double second = (nowMillis - startMillis) / 1000.0;
                boolean during =
                        second >= event.atSecond() && second < event.atSecond() + event.seconds();
                if (during && driver.unit("pull-outage", subject) < event.share()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void expire(String purpose, SimulatedTask task, double perHour, Runnable end) {
        if (perHour > 0) {
            double hours = -StrictMath.log1p(-driver.unit(purpose, task.subject)) / perHour;
            if (hours < driver.inputs().seconds() / 3600.0) {
                driver.at(driver.nowMillis() + Math.round(hours * 3_600_000), end);
            }
        }
    }

    private void strike(Event event) {
        switch (event.kind()) {
            case PULL_OUTAGE -> {}
            case TASK_CRASH ->
                    struck(event, running(), FaultInjector::subject).forEach(this::crash);
            case TASK_HANG -> struck(event, running(), FaultInjector::subject).forEach(this::hang);
            case FARGATE_SPOT_RECLAIM ->
                    struck(event, running(), FaultInjector::subject).stream()
                            .filter(task -> task.task.place().isFargateSpot())
                            .forEach(this::reclaim);
            case INSTANCE_LOSS ->
                    struck(event, driver.fleet().instances(), id -> id).forEach(this::lose);
            case INSTANCE_SPOT_NOTICE ->
                    struck(event, driver.fleet().instances(), id -> id).forEach(this::notice);
        }
    }

    private List<SimulatedTask> running() {
        return driver.fleet().all().stream()
                .filter(task -> task.phase == Phase.BOOTING || task.phase == Phase.SERVING)
                .toList();
    }

    private static String subject(SimulatedTask task) {
        return task.subject;
    }

    /// The share of the candidates that draw lowest; at least one, unless the share is 0.
    private <T> List<T> struck(
            Event event, List<T> candidates, java.util.function.Function<T, String> name) {
        String purpose = "fault-" + event.kind() + '-' + event.atSecond();
        ToDoubleFunction<T> lot = each -> driver.unit(purpose, name.apply(each));
        return candidates.stream()
                .sorted(Comparator.comparingDouble(lot))
                .limit((long) Math.ceil(event.share() * candidates.size()))
                .toList();
    }

    private void crash(SimulatedTask task) {
        if (task.ending || task.main.state != ContainerRun.State.RUNNING) {
            return;
        }
        task.main.state = ContainerRun.State.STOPPED;
        driver.fleet().enter(task, Phase.DEAD);
        driver.observe(
                new TaskObservation.ContainerStopped(
                        task.id(), task.main.definition.name(), 1, null));
    }

    private void hang(SimulatedTask task) {
        driver.fleet().enter(task, Phase.HUNG);
    }

    /// Event and SIGTERM at the same moment; killed two minutes later at most.
    private void reclaim(SimulatedTask task) {
        if (task.ending || task.isGone()) {
            return;
        }
        new TaskEnd(driver, task, SPOT_NOTICE_SECONDS).begin();
        driver.observe(new TaskObservation.SpotInterrupted(task.id()));
    }

    private void notice(String instanceId) {
        if (driver.inputs().instances().spotDraining()) {
            driver.observe(new TaskObservation.InstanceInterrupted(instanceId));
        }
        driver.at(
                driver.nowMillis() + Math.round(1000 * SPOT_NOTICE_SECONDS),
                () -> lose(instanceId));
    }

    private void lose(String instanceId) {
        for (SimulatedTask task : driver.fleet().on(instanceId)) {
            task.ending = true;
            driver.fleet().enter(task, Phase.VANISHED);
            driver.fleet().remove(task);
        }
        driver.pulls().forget(instanceId);
        driver.gates().forget(instanceId);
        driver.observe(new TaskObservation.InstanceLost(instanceId));
    }
}
