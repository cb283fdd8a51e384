package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Agenda;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.time.Dice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Machines that start and stop tasks in timed stages, in virtual time.
///
/// Each stage's length is drawn for the task's number within its service, so that two runs that
/// differ in one setting give the same task the same luck.
public final class SimulatedDriver implements TaskDriver {
    private static final int FIRST_DYNAMIC_PORT = 32_768;
    private static final int DYNAMIC_PORTS = 60_999 - FIRST_DYNAMIC_PORT + 1;
    private final Agenda loop;
    private final Consumer<? super TaskObservation> ear;
    private final SimulationInputs inputs;
    private final Dice dice;
    private final Fleet fleet = new Fleet();
    private final StartLog starts = new StartLog();
    private final ImagePulls pulls;
    private final FaultInjector faults;
    private final StartGates gates;
    private final Map<String, Integer> nextPorts = new LinkedHashMap<>();
    private int addresses;

    /// Machines on a loop's agenda; moments in the inputs' faults count from the loop's present.
    public SimulatedDriver(Agenda loop, SimulationInputs inputs, Dice dice) {
        this(loop, loop::observe, inputs, dice);
    }

    /// The same, with another ear for what the driver sees.
    public SimulatedDriver(
            Agenda loop,
            Consumer<? super TaskObservation> ear,
            SimulationInputs inputs,
            Dice dice) {
        this.loop = loop;
        this.ear = ear;
        this.inputs = inputs;
        this.dice = dice.fork("driver");
        this.faults = new FaultInjector(this);
        this.gates = new StartGates(inputs.timings().instanceStartsPerSecond());
        this.pulls = new ImagePulls(loop, inputs, this.dice, faults);
        faults.begin();
    }

    /// Where the time of task starts went.
    public StartLog starts() {
        return starts;
    }

    @Override
    public void accept(TaskCommand command) {
        switch (command) {
            case TaskCommand.Start(Task task, TaskDefinition definition) -> start(task, definition);
            case TaskCommand.Adopt(Task task, TaskDefinition definition) -> adopt(task, definition);
            case TaskCommand.Stop(String taskId) -> at(nowMillis(), () -> stop(taskId));
        }
    }

    private void start(Task task, TaskDefinition definition) {
        new TaskStart(this, add(task, definition)).begin();
    }

    /// A simulated task is nowhere but here: it starts anew, or goes on where it was last seen.
    private void adopt(Task task, TaskDefinition definition) {
        if (task.status().isStarting()) {
            start(task, definition);
        } else {
            new TaskStart(this, add(task, definition)).goOn();
        }
    }

    private SimulatedTask add(Task task, TaskDefinition definition) {
        String serviceKey = task.identity().serviceKey();
        String group = serviceKey == null ? task.identity().group() : serviceKey;
        String subject = group + '#' + fleet.service(group).ordinal++;
        SimulatedTask simulated =
                new SimulatedTask(
                        task,
                        definition,
                        inputs.applicationOf(definition.family()),
                        subject,
                        nowMillis());
        fleet.add(simulated);
        faults.started(simulated);
        return simulated;
    }

    private void stop(String taskId) {
        SimulatedTask task = fleet.get(taskId);
        if (task == null) {
            observe(new TaskObservation.TaskGone(taskId));
        } else if (!task.ending) {
            new TaskEnd(this, task, Double.MAX_VALUE).begin();
        }
    }

    SimulationInputs inputs() {
        return inputs;
    }

    Fleet fleet() {
        return fleet;
    }

    ImagePulls pulls() {
        return pulls;
    }

    StartGates gates() {
        return gates;
    }

    long nowMillis() {
        return loop.nowMillis();
    }

    void at(long dueMillis, Runnable event) {
        loop.at(dueMillis, event);
    }

    void observe(TaskObservation observation) {
        ear.accept(observation);
    }

    /// A draw from a range, in milliseconds.
    long draw(String purpose, String subject, Range range) {
        return range.millisAt(unit(purpose, subject));
    }

    /// A draw from [0, 1).
    double unit(String purpose, String subject) {
        return dice.uniform(purpose, subject);
    }

    /// The next free private address; empty for a task without an interface of its own.
    String addressOf(SimulatedTask task) {
        if (!task.hasInterface()) {
            return "";
        }
        int number = ++addresses;
        return "10." + (number >> 16 & 255) + '.' + (number >> 8 & 255) + '.' + (number & 255);
    }

    /// The next port of the instance's dynamic range.
    int dynamicPort(SimulatedTask task) {
        String machine = task.instanceId() == null ? task.id() : task.instanceId();
        int next = nextPorts.merge(machine, 1, Integer::sum) - 1;
        return FIRST_DYNAMIC_PORT + next % DYNAMIC_PORTS;
    }
}
