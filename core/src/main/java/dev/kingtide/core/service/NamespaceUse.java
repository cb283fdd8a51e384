package dev.kingtide.core.service;

import dev.kingtide.core.Row;

/// That a service is in a Cloud Map namespace through Service Connect.
///
/// @param serviceKey the service
/// @param namespace its name or ARN, as the caller gave it
public record NamespaceUse(String serviceKey, String namespace) implements Row {

    @Override
    public String key() {
        return serviceKey;
    }
}
