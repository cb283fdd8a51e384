package dev.kingtide.core.cluster;

import dev.kingtide.core.Row;

/// A setting of ECS that a principal has made for itself (ECS developer guide,
/// ecs-account-settings); the root user's is the default of all others.
///
/// @param principal the ARN of a user or role, or of the root user
/// @param name such as `containerInsights`
/// @param value such as `enabled`
public record AccountSetting(String principal, String name, String value) implements Row {

    @Override
    public String key() {
        return keyOf(principal, name);
    }

    /// The key of a principal's setting.
    public static String keyOf(String principal, String name) {
        return principal + ' ' + name;
    }
}
