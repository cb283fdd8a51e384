package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// The table of Amazon ECS's operations.
public final class Ecs {

    private Ecs() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns, Zones zones) {
        var clusters = new ClusterOperations(turns);
        var definitions = new TaskDefinitionOperations(turns);
        var services = new ServiceOperations(turns, zones);
        var tasks = new TaskOperations(turns, zones);
        var taskLists = new TaskListing(turns);
        var definitionLists = new TaskDefinitionListing(turns);
        var instances = new InstanceOperations(turns, zones);
        return new Operations(
                "ecs",
                new Operations.Errors(EcsErrors::malformed, EcsErrors::unsupported),
                List.of(
                        op(CreateClusterRequest.class, clusters::create),
                        op(DescribeClustersRequest.class, clusters::describe),
                        op(ListClustersRequest.class, clusters::list),
                        op(DeleteClusterRequest.class, clusters::delete),
                        op(PutClusterCapacityProvidersRequest.class, clusters::putProviders),
                        op(RegisterTaskDefinitionRequest.class, definitions::register),
                        op(DescribeTaskDefinitionRequest.class, definitions::describe),
                        op(DeregisterTaskDefinitionRequest.class, definitions::deregister),
                        op(ListTaskDefinitionsRequest.class, definitionLists::list),
                        op(ListTaskDefinitionFamiliesRequest.class, definitionLists::families),
                        op(CreateServiceRequest.class, services::create),
                        op(UpdateServiceRequest.class, services::update),
                        op(DeleteServiceRequest.class, services::delete),
                        op(DescribeServicesRequest.class, services::describe),
                        op(ListServicesRequest.class, services::list),
                        op(RunTaskRequest.class, tasks::run),
                        op(StopTaskRequest.class, tasks::stop),
                        op(DescribeTasksRequest.class, tasks::describe),
                        op(ListTasksRequest.class, taskLists::list),
                        op(RegisterContainerInstanceRequest.class, instances::register),
                        op(UpdateContainerInstancesStateRequest.class, instances::updateState),
                        op(DescribeContainerInstancesRequest.class, instances::describe),
                        op(ListContainerInstancesRequest.class, instances::list)));
    }
}
