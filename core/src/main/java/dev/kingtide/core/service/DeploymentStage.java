package dev.kingtide.core.service;

/// The stages of a deployment that shifts traffic, in their order (botocore ecs model,
/// `ServiceDeploymentLifecycleStage`).
public enum DeploymentStage {
    /// Revisions beside the one in production are taken down; only when there are such.
    RECONCILE_SERVICE,
    /// The new revision has not started.
    PRE_SCALE_UP,
    /// The new revision starts.
    SCALE_UP,
    /// The new revision runs in full and gets no traffic.
    POST_SCALE_UP,
    /// The test traffic goes to the new revision.
    TEST_TRAFFIC_SHIFT,
    /// The new revision has all of the test traffic.
    POST_TEST_TRAFFIC_SHIFT,
    /// Before each step of the production traffic.
    PRE_PRODUCTION_TRAFFIC_SHIFT,
    /// A step of the production traffic, and the time after it.
    PRODUCTION_TRAFFIC_SHIFT,
    /// The new revision has all of the production traffic.
    POST_PRODUCTION_TRAFFIC_SHIFT,
    /// Both revisions go on running for a while.
    BAKE_TIME,
    /// The old revision is taken down.
    CLEAN_UP
}
