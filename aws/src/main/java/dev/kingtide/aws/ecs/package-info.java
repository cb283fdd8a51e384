/// Amazon ECS: AWS JSON 1.1, API version 2014-11-13
/// (<https://docs.aws.amazon.com/AmazonECS/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.ecs.Ecs] first: the table of what is served. Clusters, capacity
/// providers, task definitions, services with rolling, blue/green, linear and canary deployments or
/// task sets, daemons, tasks, container instances and their attributes, tags and account settings
/// are. Lists come page by page, ARNs are taken in both forms, and answers have AWS's defaults
/// filled in.
///
/// Refused with `UnsupportedFeatureException` are the deployment controller CODE_DEPLOY, life-cycle
/// hooks that call AWS Lambda, the launch type EXTERNAL, Classic Load Balancers, Elastic Inference,
/// and EBS volumes that are configured at launch. ExecuteCommand answers
/// `TargetNotConnectedException` where nothing really runs, UpdateContainerAgent
/// `NoUpdateAvailableException`; docs/decisions/0025 names the errors that never occur. What is
/// neither decided on nor refused (roles, logging, volumes, Auto Scaling groups of capacity
/// providers) is kept and echoed. ARNs are given in the long form only, whatever the account
/// settings say.
@NullMarked
package dev.kingtide.aws.ecs;

import org.jspecify.annotations.NullMarked;
