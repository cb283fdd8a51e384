/// Amazon ECS: AWS JSON 1.1, API version 2014-11-13
/// (<https://docs.aws.amazon.com/AmazonECS/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.ecs.Ecs] first: the table of what is served. Clusters, task definitions,
/// services with rolling deployments, tasks and container instances are; refused with
/// `UnsupportedFeatureException` or `InvalidParameterException` are deployment controllers other
/// than ECS, strategies other than ROLLING, DAEMON scheduling, and Classic Load Balancers. What is
/// neither decided on nor refused (tags, roles, logging, volumes) is kept and echoed.
@NullMarked
package dev.kingtide.aws.ecs;

import org.jspecify.annotations.NullMarked;
