package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import org.jspecify.annotations.Nullable;

/// One AWS API call of a launch's script.
///
/// @param index its place in the list that it is written in, from 0
/// @param name by which a what-if finds it: its own, or the operation's
/// @param service the command-line name of the service: `ecs`, `elbv2`, `application-autoscaling`
/// @param operation such as `CreateService`
/// @param input what `--cli-input-json` would be given, with places
/// @param atMillis when, in milliseconds since the epoch
/// @param place where the call is written
/// @param address the Terraform resource that it is of, or null
public record ScriptedCall(
        int index,
        String name,
        String service,
        String operation,
        Node input,
        long atMillis,
        Place place,
        @Nullable String address) {

    /// `service:Operation`.
    public String call() {
        return service + ':' + operation;
    }
}
