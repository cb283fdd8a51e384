package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Node;
import java.util.ArrayList;
import java.util.List;

/// What the calls of a launch register: the names that other parts of the launch may use.
final class Registered {

    private Registered() {}

    /// Clusters.
    static List<String> clusters(List<ScriptedCall> calls) {
        List<String> names = new ArrayList<>();
        for (ScriptedCall call : calls) {
            if (call.call().equals("ecs:CreateCluster")) {
                String name = Reach.text(call, "clusterName");
                names.add(name == null ? "default" : name);
            }
        }
        return names;
    }

    /// Scaling policies, as their ARNs name them: `service/CLUSTER/NAME:policyName/POLICY`.
    static List<String> policies(List<ScriptedCall> calls) {
        List<String> names = new ArrayList<>();
        for (ScriptedCall call : calls) {
            if (call.call().equals("application-autoscaling:PutScalingPolicy")) {
                names.add(
                        Reach.text(call, "ResourceId")
                                + ":policyName/"
                                + Reach.text(call, "PolicyName"));
            }
        }
        return names;
    }

    /// Families of task definitions.
    static List<String> families(List<ScriptedCall> calls) {
        List<String> families = new ArrayList<>();
        for (ScriptedCall call : calls) {
            String family = isTaskDefinition(call) ? Reach.text(call, "family") : null;
            if (family != null && !families.contains(family)) {
                families.add(family);
            }
        }
        return families;
    }

    /// Images of containers.
    static List<String> images(List<ScriptedCall> calls) {
        List<String> images = new ArrayList<>();
        for (ScriptedCall call : calls) {
            if (isTaskDefinition(call)
                    && call.input() instanceof Node.Mapping input
                    && input.get("containerDefinitions") instanceof Node.Sequence containers) {
                for (Node container : containers.items()) {
                    if (container instanceof Node.Mapping map
                            && map.get("image") instanceof Node.Text image
                            && !images.contains(image.value())) {
                        images.add(image.value());
                    }
                }
            }
        }
        return images;
    }

    private static boolean isTaskDefinition(ScriptedCall call) {
        return call.call().equals("ecs:RegisterTaskDefinition");
    }
}
