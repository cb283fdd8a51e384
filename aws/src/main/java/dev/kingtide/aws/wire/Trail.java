package dev.kingtide.aws.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Caller;
import dev.kingtide.core.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Is told of every call that was routed to an operation, when it is answered.
@FunctionalInterface
public interface Trail {

    /// Records nothing.
    Trail NONE = _ -> {};

    /// Records a call; blocks the caller's answer while it does.
    void record(Call call);

    /// A call and its outcome.
    ///
    /// @param caller null when the caller could not be authenticated
    /// @param service its name in `aws <service> <operation>`
    /// @param request what was asked, without sensitive members, made when it is asked for; null
    ///   when the request could not be read
    /// @param failure null when it was done
    record Call(
            long atMillis,
            String requestId,
            @Nullable Caller caller,
            Scope scope,
            String service,
            String operation,
            Origin origin,
            @Nullable Supplier<ObjectNode> request,
            @Nullable Failure failure) {}

    /// Where a call came from.
    ///
    /// @param userAgent empty without
    record Origin(String address, String userAgent) {}

    /// What a call was refused with.
    ///
    /// @param code AWS's error code
    /// @param status of HTTP
    record Failure(String code, String message, int status) {}
}
