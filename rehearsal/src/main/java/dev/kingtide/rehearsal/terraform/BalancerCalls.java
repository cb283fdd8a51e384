package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The calls of Elastic Load Balancing: load balancers, target groups, listeners, rules.
///
/// Network and Gateway Load Balancers and groups of Lambda functions are passed over, with a note.
final class BalancerCalls {
    private static final List<String> BALANCER_PASSED =
            List.of(
                    "access_logs",
                    "connection_logs",
                    "desync_mitigation_mode",
                    "dns_name",
                    "dns_record_client_routing_policy",
                    "drop_invalid_header_fields",
                    "enable_cross_zone_load_balancing",
                    "enable_deletion_protection",
                    "enable_http2",
                    "enable_tls_version_and_cipher_suite_headers",
                    "enable_waf_fail_open",
                    "enable_xff_client_port",
                    "enable_zonal_shift",
                    "enforce_security_group_inbound_rules_on_private_link_traffic",
                    "health_check_logs",
                    "ip_address_type",
                    "preserve_host_header",
                    "subnet_mapping",
                    "vpc_id",
                    "xff_header_processing_mode",
                    "zone_id");
    private static final List<String> GROUP_PASSED =
            List.of(
                    "connection_termination",
                    "ip_address_type",
                    "lambda_multi_value_headers_enabled",
                    "load_balancer_arns",
                    "load_balancing_cross_zone_enabled",
                    "preserve_client_ip",
                    "proxy_protocol_v2",
                    "target_failover",
                    "target_group_health",
                    "target_health_state");
    private static final List<String> LISTENER_PASSED =
            List.of(
                    "alpn_policy",
                    "ssl_policy",
                    "mutual_authentication",
                    "tcp_idle_timeout_seconds");

    private final Plan plan;
    private final NetworkLinks network;
    private final ActionShapes actions;

    BalancerCalls(Plan plan, NetworkLinks network) {
        this.plan = plan;
        this.network = network;
        this.actions = new ActionShapes(plan);
    }

    /// Load balancers with their attributes.
    List<Call> balancers() {
        List<Call> calls = new ArrayList<>(new SharedBalancers(plan, network).calls());
        for (Resource balancer : plan.all("aws_lb")) {
            Block block = Block.of(balancer);
            String type = block.text("load_balancer_type");
            if (type != null && !type.equals("application")) {
                leave(balancer, "a load balancer of type " + type + " is not rehearsed");
                continue;
            }
            Place place = balancer.place();
            Shape input =
                    new Shape(place)
                            .text("Name", plan.name(balancer))
                            .text("Type", "application")
                            .text("Scheme", block.isTrue("internal") ? "internal" : null)
                            .texts("Subnets", network.subnets(block))
                            .texts("SecurityGroups", network.groups(block));
            calls.add(Call.of(balancer, "elbv2:CreateLoadBalancer", input));
            List<Shape> attributes = new ArrayList<>();
            attribute(attributes, block, "idle_timeout", "idle_timeout.timeout_seconds");
            attribute(attributes, block, "client_keep_alive", "client_keep_alive.seconds");
            if (!attributes.isEmpty()) {
                Shape changes =
                        new Shape(place)
                                .text("LoadBalancerArn", plan.arn(balancer))
                                .shapes("Attributes", attributes);
                calls.add(Call.attributes(balancer, "elbv2:ModifyLoadBalancerAttributes", changes));
            }
            block.pass(BALANCER_PASSED);
            finish(block);
        }
        return calls;
    }

    private void leave(Resource resource, String why) {
        plan.passOver(resource);
        plan.note(resource, why);
    }

    private void finish(Block block) {
        Terraform.passCommon(block);
        plan.noteUnread(block);
    }

    private static void attribute(List<Shape> to, Block from, String argument, String key) {
        String value = from.text(argument);
        if (value != null) {
            to.add(new Shape(from.owner().place()).text("Key", key).text("Value", value));
        }
    }

    /// Target groups with their attributes.
    List<Call> groups() {
        List<Call> calls = new ArrayList<>();
        for (Resource group : plan.all("aws_lb_target_group")) {
            Block block = Block.of(group);
            String protocol = block.text("protocol");
            String type = block.text("target_type");
            boolean usual = type == null || type.equals("ip") || type.equals("instance");
            if (!usual || (protocol != null && !protocol.startsWith("HTTP"))) {
                leave(
                        group,
                        "a target group of "
                                + (usual ? "protocol " + protocol : "type " + type)
                                + " is not rehearsed");
                continue;
            }
            Place place = group.place();
            Shape input =
                    new Shape(place)
                            .text("Name", plan.name(group))
                            .upper(block, "protocol", "protocol_version", "port", "target_type")
                            .text("VpcId", network.vpc(block));
            healthCheck(block, input);
            calls.add(Call.of(group, "elbv2:CreateTargetGroup", input));
            List<Shape> attributes = groupAttributes(block);
            if (!attributes.isEmpty()) {
                Shape changes =
                        new Shape(place)
                                .text("TargetGroupArn", plan.arn(group))
                                .shapes("Attributes", attributes);
                calls.add(Call.attributes(group, "elbv2:ModifyTargetGroupAttributes", changes));
            }
            block.pass(GROUP_PASSED);
            finish(block);
        }
        return calls;
    }

    private static void healthCheck(Block block, Shape input) {
        Block check = block.block("health_check");
        String codes = check.text("matcher");
        boolean grpc = "GRPC".equals(block.text("protocol_version"));
        Shape matcher =
                new Shape(block.owner().place()).text(grpc ? "GrpcCode" : "HttpCode", codes);
        input.put("HealthCheckEnabled", check.take("enabled"))
                .put("HealthCheckPath", check.take("path"))
                .put("HealthCheckProtocol", check.take("protocol"))
                .text("HealthCheckPort", check.text("port"))
                .put("HealthCheckIntervalSeconds", check.take("interval"))
                .put("HealthCheckTimeoutSeconds", check.take("timeout"))
                .put("HealthyThresholdCount", check.take("healthy_threshold"))
                .put("UnhealthyThresholdCount", check.take("unhealthy_threshold"))
                .put("Matcher", matcher);
    }

    private static List<Shape> groupAttributes(Block block) {
        List<Shape> attributes = new ArrayList<>();
        attribute(
                attributes, block, "deregistration_delay", "deregistration_delay.timeout_seconds");
        attribute(
                attributes,
                block,
                "load_balancing_algorithm_type",
                "load_balancing.algorithm.type");
        attribute(
                attributes,
                block,
                "load_balancing_anomaly_mitigation",
                "load_balancing.algorithm.anomaly_mitigation");
        attribute(attributes, block, "slow_start", "slow_start.duration_seconds");
        Block sticky = block.block("stickiness");
        String type = sticky.text("type");
        if (type != null && !"false".equals(sticky.text("enabled"))) {
            attributes.add(
                    new Shape(block.owner().place())
                            .text("Key", "stickiness.enabled")
                            .text("Value", "true"));
            attribute(attributes, sticky, "type", "stickiness.type");
            attribute(
                    attributes,
                    sticky,
                    "cookie_duration",
                    "stickiness." + type + ".duration_seconds");
            attribute(attributes, sticky, "cookie_name", "stickiness.app_cookie.cookie_name");
        }
        return attributes;
    }

    /// Listeners, those with rules first: so they get the identifiers that the rules name.
    List<Call> listeners() {
        List<Call> calls = new ArrayList<>();
        Set<String> ruled = new TreeSet<>();
        for (Resource rule : plan.all("aws_lb_listener_rule")) {
            plan.links(Block.of(rule), "listener_arn", List.of("aws_lb_listener"))
                    .forEach(listener -> ruled.add(listener.address()));
        }
        List<Resource> listeners = new ArrayList<>(plan.all("aws_lb_listener"));
        listeners.sort((a, b) -> Boolean.compare(has(ruled, b), has(ruled, a)));
        for (Resource listener : listeners) {
            Block block = Block.of(listener);
            Resource balancer = plan.link(block, "load_balancer_arn", "aws_lb");
            String protocol = block.text("protocol");
            boolean other = protocol != null && !protocol.startsWith("HTTP");
            if (other || (balancer != null && plan.isPassedOver(balancer))) {
                plan.passOver(listener);
                continue;
            }
            Shape input =
                    new Shape(listener.place())
                            .text(
                                    "LoadBalancerArn",
                                    balancer == null
                                            ? block.text("load_balancer_arn")
                                            : plan.arn(balancer))
                            .text("Protocol", protocol == null ? "HTTP" : protocol)
                            .upper(block, "port")
                            .shapes("DefaultActions", actions.of(block, "default_action"));
            if ("HTTPS".equals(protocol)) {
                input.shapes("Certificates", List.of(certificate(block)));
            }
            calls.add(Call.of(listener, "elbv2:CreateListener", input));
            block.pass(LISTENER_PASSED);
            block.pass(block.beginning("routing_http_"));
            finish(block);
        }
        return calls;
    }

    private static boolean has(Set<String> ruled, Resource listener) {
        return ruled.contains(listener.address());
    }

    private static Shape certificate(Block block) {
        String known = block.text("certificate_arn");
        return new Shape(block.owner().place())
                .text("CertificateArn", known == null ? "arn:aws:acm:certificate/unknown" : known);
    }

    /// Rules, those without a priority after the others of their listener.
    List<Call> rules() {
        List<Call> calls = new ArrayList<>();
        int last = 0;
        for (Resource rule : plan.all("aws_lb_listener_rule")) {
            String priority = rule.text("priority");
            boolean number = priority != null && priority.matches("[0-9]{1,5}");
            last = number ? Math.max(last, Integer.parseInt(priority)) : last;
        }
        for (Resource rule : plan.all("aws_lb_listener_rule")) {
            Block block = Block.of(rule);
            Resource listener = plan.link(block, "listener_arn", "aws_lb_listener");
            if (listener != null && plan.isPassedOver(listener)) {
                continue;
            }
            Resource balancer =
                    listener == null
                            ? null
                            : plan.link(Block.of(listener), "load_balancer_arn", "aws_lb");
            Node priority = block.take("priority");
            Shape input =
                    new Shape(rule.place())
                            .text(
                                    "ListenerArn",
                                    listener == null
                                            ? block.text("listener_arn")
                                            : plan.listenerArn(
                                                    listener,
                                                    balancer == null
                                                            ? Block.of(listener)
                                                                    .known("load_balancer_arn")
                                                            : plan.arn(balancer)))
                            .plain("Priority", priority == null ? String.valueOf(++last) : null)
                            .put("Priority", priority)
                            .shapes("Conditions", ActionShapes.conditions(block))
                            .shapes("Actions", actions.of(block, "action"))
                            .shapes("Transforms", ActionShapes.transforms(block));
            calls.add(Call.of(rule, "elbv2:CreateRule", input));
            finish(block);
        }
        return calls;
    }
}
