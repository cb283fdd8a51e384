package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// The table of Amazon ECS's operations.
public final class Ecs {

    private Ecs() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns, Zones zones) {
        var definitions = new TaskDefinitionOperations(turns);
        return new Operations(
                "ecs",
                EcsErrors::malformed,
                List.of(
                        op(RegisterTaskDefinitionRequest.class, definitions::register),
                        op(DescribeTaskDefinitionRequest.class, definitions::describe),
                        op(DeregisterTaskDefinitionRequest.class, definitions::deregister),
                        op(ListTaskDefinitionsRequest.class, definitions::list)));
    }
}
