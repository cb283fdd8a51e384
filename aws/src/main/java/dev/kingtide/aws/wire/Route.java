package dev.kingtide.aws.wire;

import dev.kingtide.aws.codec.Form;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a request goes.
///
/// @param service null when none of those here is meant
/// @param operation the name that the caller used; the service may have none of that name
/// @param form the parameters of a Query request, null in other protocols
/// @param labels the parts of a REST path, by their names
record Route(
        @Nullable ServiceModel service,
        Protocol protocol,
        String operation,
        @Nullable Form form,
        Map<String, String> labels) {}
