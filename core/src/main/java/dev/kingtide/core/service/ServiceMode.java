package dev.kingtide.core.service;

/// Who decides how many tasks a service has, and who deploys them.
///
/// @param scheduling by number, or one on every instance
/// @param controller who deploys
/// @param zoneRebalancing whether tasks are moved until the availability zones have equally many
public record ServiceMode(Scheduling scheduling, Controller controller, boolean zoneRebalancing) {

    /// As many tasks as are wanted, deployed by Amazon ECS, and never moved.
    public static final ServiceMode REPLICA =
            new ServiceMode(Scheduling.REPLICA, Controller.ECS, false);

    /// One task on every instance.
    public static final ServiceMode DAEMON =
            new ServiceMode(Scheduling.DAEMON, Controller.ECS, false);

    /// `schedulingStrategy`.
    public enum Scheduling {
        /// As many tasks as are wanted.
        REPLICA,
        /// One on every ACTIVE container instance that the constraints allow.
        DAEMON
    }

    /// The type of the `deploymentController`.
    public enum Controller {
        /// Amazon ECS, by [DeploymentStrategy].
        ECS,
        /// Somebody else, by task sets.
        EXTERNAL
    }
}
