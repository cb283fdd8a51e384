package dev.kingtide.core.task;

import org.jspecify.annotations.Nullable;

/// Who a task is, for all its life.
///
/// @param id 32 hexadecimal digits, the end of its ARN
/// @param clusterName its cluster
/// @param definition the key of its task definition, `family:revision`
/// @param group `service:<name>` or `family:<family>`, or what the caller said
/// @param serviceKey the key of the service it belongs to, or null
/// @param deploymentId the deployment it belongs to (`ecs-svc/...`), or null
/// @param startedBy the deployment, or what the caller said
public record TaskIdentity(
        String id,
        String clusterName,
        String definition,
        String group,
        @Nullable String serviceKey,
        @Nullable String deploymentId,
        @Nullable String startedBy) {}
