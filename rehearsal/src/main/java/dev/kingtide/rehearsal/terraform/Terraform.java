package dev.kingtide.rehearsal.terraform;

import dev.kingtide.core.Scope;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The way from a plan or state of Terraform to AWS calls, in the order in which they depend on
/// each other.
public final class Terraform {
    /// The resources that are translated.
    private static final List<String> TYPES =
            List.of(
                    "aws_appautoscaling_policy",
                    "aws_appautoscaling_scheduled_action",
                    "aws_appautoscaling_target",
                    "aws_cloudwatch_metric_alarm",
                    "aws_ecs_cluster",
                    "aws_ecs_cluster_capacity_providers",
                    "aws_ecs_service",
                    "aws_ecs_task_definition",
                    "aws_lb",
                    "aws_lb_listener",
                    "aws_lb_listener_rule",
                    "aws_lb_target_group");

    /// What a caller makes in which order, so that what one needs is there before it.
    private static final List<String> ORDER =
            List.of(
                    "ecs:CreateCluster",
                    "ecs:PutClusterCapacityProviders",
                    "ecs:RegisterTaskDefinition",
                    "elbv2:CreateLoadBalancer",
                    "elbv2:ModifyLoadBalancerAttributes",
                    "elbv2:CreateTargetGroup",
                    "elbv2:ModifyTargetGroupAttributes",
                    "elbv2:CreateListener",
                    "elbv2:CreateRule",
                    "ecs:CreateService",
                    "application-autoscaling:RegisterScalableTarget",
                    "application-autoscaling:PutScalingPolicy",
                    "application-autoscaling:PutScheduledAction",
                    "cloudwatch:PutMetricAlarm");

    private static final List<String> NO_DIFFERENCE =
            List.of(
                    "aws_ecs_account_setting_default",
                    "aws_ecs_capacity_provider",
                    "aws_ecs_tag",
                    "aws_lb_listener_certificate",
                    "aws_lb_trust_store",
                    "aws_lb_trust_store_revocation");

    private static final List<String> COMMON =
            List.of(
                    "arn",
                    "arn_suffix",
                    "id",
                    "name",
                    "name_prefix",
                    "region",
                    "tags",
                    "tags_all",
                    "timeouts");

    private Terraform() {}

    /// What is asked of a file.
    ///
    /// @param file its name
    /// @param place where the launch names it
    /// @param values what the launch gives by address, over what the file says
    /// @param account the account to rehearse, or null for the file's own
    /// @param region the region to rehearse, or null for the file's own
    /// @param startMillis when the calls are made, in milliseconds since the epoch
    public record Request(
            String file,
            Place place,
            Node.@Nullable Mapping values,
            @Nullable String account,
            @Nullable String region,
            long startMillis) {}

    /// What a file gives.
    ///
    /// @param calls in the order in which they depend on each other
    /// @param account the account, or null when nothing says it
    /// @param region the region, or null when nothing says it
    /// @param subnetZones the zones of subnets
    /// @param notes what is not rehearsed as it is written, a line each
    public record Translation(
            List<Call> calls,
            @Nullable String account,
            @Nullable String region,
            SortedMap<String, String> subnetZones,
            List<String> notes) {
        /// Nothing, of a file that cannot be used.
        public static final Translation NONE =
                new Translation(List.of(), null, null, Collections.emptySortedMap(), List.of());

        /// Keeps copies.
        public Translation {
            calls = List.copyOf(calls);
            notes = List.copyOf(notes);
        }
    }

    /// Where a call stands among those of its moment; what only changes things is last.
    public static int rank(String operation) {
        int index = ORDER.indexOf(operation);
        return index < 0 ? ORDER.size() : index;
    }

    /// Takes note of what every resource has and no rehearsal needs.
    static void passCommon(Block block) {
        block.pass(COMMON);
    }

    /// Translates a file; problems are added to those of the sources.
    public static Translation read(Sources sources, Request request) {
        ShownFile shown = ShownFile.read(sources, request.file, request.place);
        if (shown == null) {
            return Translation.NONE;
        }
        Problems problems = sources.problems();
        if (shown.resources().stream().noneMatch(r -> TYPES.contains(r.type()))) {
            problems.add(
                    Place.of(request.file),
                    "no resource in it that a rehearsal needs, such as aws_ecs_service",
                    Kind.MAKE);
            return Translation.NONE;
        }
        ShownFile changed = changed(sources, shown, request);
        Configuration configuration = new Configuration(changed);
        Homes homes = Homes.of(changed, configuration, TYPES);
        String region = homes.region(request, problems);
        String account = homes.account(request, problems);
        Scope scope =
                new Scope(
                        account == null ? Scope.DEFAULT.account() : account,
                        region == null ? Scope.DEFAULT.region() : region);
        ShownFile here =
                new ShownFile(
                        changed.name(),
                        changed.isState(),
                        changed.root(),
                        homes.within(account, region));
        Plan plan = new Plan(here, new Configuration(here), scope, problems);
        NetworkLinks network = new NetworkLinks(plan);
        List<Call> calls = calls(plan, network, request.startMillis);
        List<String> notes = new ArrayList<>(homes.elsewhere(account, region));
        notes.addAll(plan.notes());
        notes.addAll(others(here));
        return new Translation(calls, account, region, network.zones(), notes);
    }

    private static List<Call> calls(Plan plan, NetworkLinks network, long startMillis) {
        EcsCalls ecs = new EcsCalls(plan);
        ServiceCalls services = new ServiceCalls(plan, network);
        BalancerCalls balancing = new BalancerCalls(plan, network);
        ScalingCalls scaling = new ScalingCalls(plan, startMillis);
        List<Call> calls = new ArrayList<>();
        calls.addAll(ecs.clusters());
        calls.addAll(ecs.providers());
        calls.addAll(ecs.taskDefinitions());
        calls.addAll(balancing.balancers());
        calls.addAll(balancing.groups());
        calls.addAll(balancing.listeners());
        calls.addAll(balancing.rules());
        calls.addAll(services.services());
        calls.addAll(scaling.targets());
        calls.addAll(scaling.policies());
        calls.addAll(scaling.scheduledActions());
        calls.addAll(scaling.alarms());
        return calls;
    }

    /// Resources of the same services that are not translated.
    private static List<String> others(ShownFile file) {
        List<String> notes = new ArrayList<>();
        for (Resource resource : file.resources()) {
            String type = resource.type();
            boolean near =
                    type.startsWith("aws_ecs_")
                            || type.startsWith("aws_lb")
                            || type.startsWith("aws_appautoscaling_")
                            || type.equals("aws_elb");
            if (near && !TYPES.contains(type) && !NO_DIFFERENCE.contains(type)) {
                notes.add(resource.place() + ": not rehearsed");
            }
        }
        return notes;
    }

    /// The file with what the launch and the what-ifs change in it.
    private static ShownFile changed(Sources sources, ShownFile file, Request request) {
        LinkedHashMap<String, Node.Entry> tree = new LinkedHashMap<>();
        for (Resource resource : file.resources()) {
            if (TYPES.contains(resource.type())) {
                Node.Mapping values = Opened.of(resource, sources.problems());
                tree.put(resource.address(), new Node.Entry(resource.place(), values));
            }
        }
        Node.Mapping changed =
                sources.derived(
                        Sources.TERRAFORM,
                        new Node.Mapping(tree, Place.of(file.name())),
                        request.values);
        List<Resource> resources = new ArrayList<>();
        for (Resource resource : file.resources()) {
            resources.add(
                    changed.get(resource.address()) instanceof Node.Mapping values
                            ? resource.with(values)
                            : resource);
        }
        return new ShownFile(file.name(), file.isState(), file.root(), resources);
    }

    /// The argument that a member of a call's input comes from.
    public static String argument(String member) {
        return switch (member) {
            case "HealthCheckIntervalSeconds" -> "health_check[0].interval";
            case "HealthCheckTimeoutSeconds" -> "health_check[0].timeout";
            case "HealthyThresholdCount" -> "health_check[0].healthy_threshold";
            case "UnhealthyThresholdCount" -> "health_check[0].unhealthy_threshold";
            default -> member.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        };
    }
}
