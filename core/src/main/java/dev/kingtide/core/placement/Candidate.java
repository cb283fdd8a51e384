package dev.kingtide.core.placement;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an [Expression] may look at: one container instance.
interface Candidate {

    /// The value of an attribute, or null when it has none of that name.
    @Nullable String attribute(String name);

    /// Whether its agent is connected.
    boolean agentConnected();

    /// Its agent's version.
    String agentVersion();

    /// Its EC2 instance id.
    String ec2InstanceId();

    /// When it registered.
    long registeredAtMillis();

    /// How many tasks run on it.
    int runningTasks();

    /// Whether a task of a group that passes the test, not wanted to stop, is on it.
    boolean hasTaskOfGroup(Predicate<String> test);
}
