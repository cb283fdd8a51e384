package dev.kingtide.rehearsal.terraform;

import dev.kingtide.core.Scope;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The resources of one account and region, with what each is called and which belongs to which.
final class Plan {
    private final ShownFile file;
    private final Configuration configuration;
    private final List<Resource> resources;
    private final Scope scope;
    private final Problems problems;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> passedOver = new TreeSet<>();

    Plan(ShownFile file, Configuration configuration, Scope scope, Problems problems) {
        this.file = file;
        this.configuration = configuration;
        this.resources = file.resources();
        this.scope = scope;
        this.problems = problems;
    }

    /// The resources of a type, in the order of the file.
    List<Resource> all(String type) {
        return resources.stream().filter(r -> r.type().equals(type)).toList();
    }

    /// All resources.
    List<Resource> resources() {
        return resources;
    }

    /// Whether a state says 0 where nothing is given.
    boolean isState() {
        return file.isState();
    }

    /// Where problems go.
    Problems problems() {
        return problems;
    }

    /// Takes note of what is not rehearsed as it is written.
    void note(Resource of, String what) {
        notes.add(of.place() + ": " + what);
    }

    /// Names the arguments that nobody has read.
    void noteUnread(Block block) {
        List<String> unread = block.unread();
        if (!unread.isEmpty()) {
            note(block.owner(), "not rehearsed: " + String.join(", ", unread));
        }
    }

    /// What is not rehearsed as it is written, a line each.
    List<String> notes() {
        return new ArrayList<>(notes);
    }

    /// Leaves a resource out, and with it what hangs on it.
    void passOver(Resource resource) {
        passedOver.add(resource.address());
    }

    /// Whether a resource was left out.
    boolean isPassedOver(Resource resource) {
        return passedOver.contains(resource.address());
    }

    /// Whether an argument that is not known was written at all, as far as the file says.
    boolean isWritten(Block block, String argument) {
        return !file.isState() && configuration.writes(block.owner(), block.path(argument));
    }

    /// Whether a value in a map is known only after apply.
    static boolean isUnknown(Resource resource, String argument, String key) {
        Node unknown = resource.unknown() == null ? null : resource.unknown().get(argument);
        return unknown instanceof Node.Mapping map ? map.get(key) != null : unknown != null;
    }

    /// The resources that an argument stands for: by their ARN, id, name or address where it is
    /// known, else by what its expression refers to.
    List<Resource> links(Block block, String argument, List<String> types) {
        String known = block.text(argument);
        if (known != null) {
            return resources.stream()
                    .filter(r -> types.contains(r.type()) && isCalled(r, known))
                    .toList();
        }
        return new ArrayList<>(configuration.referred(block.owner(), block.path(argument), types));
    }

    private static boolean isCalled(Resource resource, String text) {
        return text.equals(resource.address())
                || text.equals(resource.address() + ".arn")
                || text.equals(resource.text("arn"))
                || text.equals(resource.text("id"))
                || text.equals(resource.text("name"));
    }

    /// The one resource that an argument stands for; null when it is another file's, or, with a
    /// problem, when the plan does not say which it is.
    @Nullable Resource link(Block block, String argument, String type) {
        List<Resource> links = links(block, argument, List.of(type));
        if (links.size() == 1 || block.text(argument) != null) {
            return links.isEmpty() ? null : links.getFirst();
        }
        List<Resource> likely = likely(block.owner(), links.isEmpty() ? all(type) : links);
        if (likely.size() == 1) {
            return likely.getFirst();
        }
        String here = block.words(argument);
        problems.add(
                block.owner().place(),
                here + " is known only after apply, and which " + type + " it is of is not in it",
                "say it in launch.yaml by the address of one: terraform: {file: "
                        + file.name()
                        + ", values: {'"
                        + block.owner().address()
                        + "': {'"
                        + here
                        + "': '"
                        + (likely.isEmpty() ? type + ".NAME" : likely.getFirst().address())
                        + "'}}}");
        return null;
    }

    /// Of several resources those that are nearest: rehearsed, in the same module, with a key in
    /// common.
    private List<Resource> likely(Resource to, List<Resource> candidates) {
        List<Resource> used = candidates.stream().filter(r -> !isPassedOver(r)).toList();
        List<Resource> some = used.isEmpty() ? candidates : used;
        List<Resource> beside = some.stream().filter(to::isBeside).toList();
        List<Resource> near = beside.isEmpty() ? some : beside;
        List<String> keys = to.keys();
        List<Resource> same =
                near.stream().filter(r -> r.keys().stream().anyMatch(keys::contains)).toList();
        return same.size() == 1 ? same : near;
    }

    /// The name of a load balancer or target group: its own, or one like Terraform makes up.
    String name(Resource resource) {
        String name = resource.text("name");
        if (name != null) {
            return name;
        }
        String prefix = resource.text("name_prefix");
        return (prefix == null ? "tf-" : prefix) + hex(resource.address());
    }

    /// The ARN of a resource: its own, or until it has one that of the same form.
    String arn(Resource resource) {
        String known = resource.text("arn");
        return known != null
                ? known
                : switch (resource.type()) {
                    case "aws_lb" -> balancing("loadbalancer/" + suffix(resource));
                    case "aws_lb_target_group" -> balancing(suffix(resource));
                    case "aws_appautoscaling_policy" ->
                            scope.arn(
                                    "autoscaling",
                                    "scalingPolicy:"
                                            + uuid(resource.address())
                                            + ":resource/ecs/"
                                            + ScalingCalls.resourceId(this, Block.of(resource))
                                            + ":policyName/"
                                            + resource.text("name"));
                    default -> "";
                };
    }

    private String balancing(String rest) {
        return scope.arn("elasticloadbalancing", rest);
    }

    /// The ARN of a listener, which has that of its load balancer in it.
    String listenerArn(Resource listener, String balancerArn) {
        String known = listener.text("arn");
        return known != null
                ? known
                : balancerArn.replace(":loadbalancer/", ":listener/")
                        + '/'
                        + hex(listener.address());
    }

    /// What metrics call a load balancer or target group: the end of its ARN.
    String suffix(Resource resource) {
        String arn = resource.text("arn");
        if (resource.type().equals("aws_lb")) {
            return arn != null
                    ? arn.substring(arn.indexOf("app/") < 0 ? 0 : arn.indexOf("app/"))
                    : "app/" + name(resource) + '/' + hex(resource.address());
        }
        return arn != null
                ? arn.substring(arn.lastIndexOf(':') + 1)
                : "targetgroup/" + name(resource) + '/' + hex(resource.address());
    }

    /// The id of a subnet, security group or VPC: its own, or until it has one that of the same
    /// form.
    String id(Resource resource, String prefix) {
        String id = resource.text("id");
        return id == null ? prefix + hex(resource.address()) : id;
    }

    private static String uuid(String text) {
        String digits = hex(text) + hex(text + "'");
        return String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
    }

    /// 16 hexadecimal digits that a text always gives (FNV-1a).
    private static String hex(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return String.format(Locale.ROOT, "%016x", hash);
    }
}
