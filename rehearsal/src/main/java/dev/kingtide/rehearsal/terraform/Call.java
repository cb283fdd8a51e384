package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;

/// An AWS call that Terraform makes when it applies a resource.
///
/// @param name the resource's address, with the word `attributes` behind it for a second call
/// @param address the resource's address
/// @param operation such as `ecs:CreateService`
/// @param input what `--cli-input-json` would be given
/// @param place the file and the address
public record Call(String name, String address, String operation, Node.Mapping input, Place place) {

    static Call of(Resource resource, String operation, Shape input) {
        return new Call(
                resource.address(), resource.address(), operation, input.node(), resource.place());
    }

    static Call attributes(Resource resource, String operation, Shape input) {
        return new Call(
                resource.address() + " attributes",
                resource.address(),
                operation,
                input.node(),
                resource.place());
    }
}
