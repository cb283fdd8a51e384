package dev.kingtide.core.placement;

/// Why an instance cannot take a task.
///
/// Sources: ECS developer guide, api_failures_messages (the words of RunTask) and
/// service-event-messages-list (the end of the service event).
public enum Reason {
    /// The cluster has no instance that takes tasks.
    NO_ACTIVE_INSTANCES("NO ACTIVE INSTANCES", "encountered error \"NO ACTIVE INSTANCES\""),
    /// The capacity provider has no instance.
    EMPTY_CAPACITY_PROVIDER(
            "EMPTY CAPACITY PROVIDER", "encountered error \"EMPTY CAPACITY PROVIDER\""),
    /// Its agent is not connected.
    AGENT("AGENT", "encountered error \"AGENT\""),
    /// It is not in a zone of the task's subnets.
    LOCATION("LOCATION", "encountered error \"LOCATION\""),
    /// It lacks an attribute that the task definition requires.
    ATTRIBUTE("ATTRIBUTE", "is missing an attribute required by your task"),
    /// A `memberOf` expression does not hold for it.
    MEMBER_OF(
            "MemberOf placement constraint unsatisfied",
            "encountered error \"MemberOf placement constraint unsatisfied.\""),
    /// It has a task of the group already.
    DISTINCT_INSTANCE(
            "DistinctInstance placement constraint unsatisfied",
            "encountered error \"DistinctInstance placement constraint unsatisfied.\""),
    /// Too little CPU is left.
    CPU("RESOURCE:CPU", "has insufficient CPU units available"),
    /// Too little memory is left.
    MEMORY("RESOURCE:MEMORY", "has insufficient memory available"),
    /// A static host port is taken.
    PORTS("RESOURCE:PORTS", "is already using a port required by your task"),
    /// No network interface is left.
    ENI("RESOURCE:ENI", "encountered error \"RESOURCE:ENI\""),
    /// Too few GPUs are left.
    GPU("RESOURCE:GPU", "encountered error \"RESOURCE:GPU\"");

    private final String word;
    private final String eventText;

    Reason(String word, String eventText) {
        this.word = word;
        this.eventText = eventText;
    }

    /// AWS's word, as in the failures of RunTask.
    public String word() {
        return word;
    }

    /// How the service event goes on after "The closest matching (container-instance ...) ".
    public String eventText() {
        return eventText;
    }
}
