package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.Operations.op;
import static dev.kingtide.aws.Operations.opOf;

import dev.kingtide.aws.Commands;
import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Operations.Operation;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesRequest;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerAgentRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

/// The table of Amazon ECS's operations.
public final class Ecs {

    private Ecs() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns, Zones zones, Commands commands) {
        List<Operation<?>> all = new ArrayList<>();
        all.addAll(clusters(turns));
        all.addAll(definitions(turns));
        all.addAll(services(turns, zones));
        all.addAll(tasks(turns, zones));
        all.add(op(ExecuteCommandRequest.class, new CommandOperations(turns, commands)::execute));
        all.addAll(instances(turns, zones));
        return new Operations(
                "ecs", new Operations.Errors(EcsErrors::malformed, EcsErrors::unsupported), all);
    }

    /// Of clusters, capacity providers, account settings and tags.
    private static List<Operation<?>> clusters(Turns turns) {
        var clusters = new ClusterOperations(turns);
        var providers = new ProviderOperations(turns);
        var providerView = new ProviderView(turns);
        var settings = new SettingOperations(turns);
        var tags = new TagOperations(turns);
        return List.of(
                opOf(CreateClusterRequest.class, clusters::create),
                op(DescribeClustersRequest.class, clusters::describe),
                op(ListClustersRequest.class, clusters::list),
                op(DeleteClusterRequest.class, clusters::delete),
                op(PutClusterCapacityProvidersRequest.class, providers::put),
                op(CreateCapacityProviderRequest.class, providers::create),
                op(UpdateCapacityProviderRequest.class, providers::update),
                op(DeleteCapacityProviderRequest.class, providers::delete),
                op(DescribeCapacityProvidersRequest.class, providerView::describe),
                op(UpdateClusterRequest.class, clusters::update),
                op(UpdateClusterSettingsRequest.class, clusters::updateSettings),
                op(TagResourceRequest.class, tags::tag),
                op(UntagResourceRequest.class, tags::untag),
                op(ListTagsForResourceRequest.class, tags::list),
                opOf(PutAccountSettingRequest.class, settings::put),
                op(PutAccountSettingDefaultRequest.class, settings::putDefault),
                opOf(DeleteAccountSettingRequest.class, settings::delete),
                opOf(ListAccountSettingsRequest.class, settings::list));
    }

    /// Of task definitions.
    private static List<Operation<?>> definitions(Turns turns) {
        var definitions = new TaskDefinitionOperations(turns);
        var definitionLists = new TaskDefinitionListing(turns);
        return List.of(
                opOf(RegisterTaskDefinitionRequest.class, definitions::register),
                op(DescribeTaskDefinitionRequest.class, definitions::describe),
                op(DeregisterTaskDefinitionRequest.class, definitions::deregister),
                op(ListTaskDefinitionsRequest.class, definitionLists::list),
                op(ListTaskDefinitionFamiliesRequest.class, definitionLists::families),
                op(DeleteTaskDefinitionsRequest.class, definitions::delete));
    }

    /// Of services, their deployments and task sets.
    private static List<Operation<?>> services(Turns turns, Zones zones) {
        var services = new ServiceOperations(turns, zones);
        var namespaces = new NamespaceListing(turns);
        var deployments = new ServiceDeploymentOperations(turns);
        var taskSets = new TaskSetOperations(turns, zones);
        return List.of(
                opOf(CreateServiceRequest.class, services::create),
                op(UpdateServiceRequest.class, services::update),
                op(DeleteServiceRequest.class, services::delete),
                op(DescribeServicesRequest.class, services::describe),
                op(ListServicesRequest.class, services::list),
                op(ListServicesByNamespaceRequest.class, namespaces::list),
                op(ListServiceDeploymentsRequest.class, deployments::list),
                op(DescribeServiceDeploymentsRequest.class, deployments::describe),
                op(DescribeServiceRevisionsRequest.class, deployments::describeRevisions),
                op(StopServiceDeploymentRequest.class, deployments::stop),
                op(ContinueServiceDeploymentRequest.class, deployments::resume),
                op(CreateTaskSetRequest.class, taskSets::create),
                op(UpdateTaskSetRequest.class, taskSets::update),
                op(DeleteTaskSetRequest.class, taskSets::delete),
                op(DescribeTaskSetsRequest.class, taskSets::describe),
                op(UpdateServicePrimaryTaskSetRequest.class, taskSets::makePrimary));
    }

    /// Of tasks.
    private static List<Operation<?>> tasks(Turns turns, Zones zones) {
        var starts = new TaskStarts(turns, zones);
        var tasks = new TaskOperations(turns);
        var taskLists = new TaskListing(turns);
        var protection = new TaskProtectionOperations(turns);
        return List.of(
                op(RunTaskRequest.class, starts::run),
                op(StartTaskRequest.class, starts::start),
                op(GetTaskProtectionRequest.class, protection::get),
                op(UpdateTaskProtectionRequest.class, protection::update),
                op(StopTaskRequest.class, tasks::stop),
                op(DescribeTasksRequest.class, tasks::describe),
                op(ListTasksRequest.class, taskLists::list));
    }

    /// Of container instances and their agents.
    private static List<Operation<?>> instances(Turns turns, Zones zones) {
        var instances = new InstanceOperations(turns, zones);
        var attributes = new AttributeOperations(turns);
        var agents = new AgentOperations(turns);
        return List.of(
                op(RegisterContainerInstanceRequest.class, instances::register),
                op(UpdateContainerInstancesStateRequest.class, instances::updateState),
                op(DescribeContainerInstancesRequest.class, instances::describe),
                op(ListContainerInstancesRequest.class, instances::list),
                op(DeregisterContainerInstanceRequest.class, instances::deregister),
                op(PutAttributesRequest.class, attributes::put),
                op(DeleteAttributesRequest.class, attributes::delete),
                op(ListAttributesRequest.class, attributes::list),
                op(SubmitTaskStateChangeRequest.class, agents::task),
                op(SubmitContainerStateChangeRequest.class, agents::container),
                op(SubmitAttachmentStateChangesRequest.class, agents::attachments),
                op(UpdateContainerAgentRequest.class, agents::update));
    }
}
