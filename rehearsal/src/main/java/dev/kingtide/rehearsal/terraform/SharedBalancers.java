package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The load balancers and listeners of other files that rules and listeners of this one hang on, as
/// far as their ARNs tell: the same names and identifiers, HTTP on port 80, and 404 for what no
/// rule takes.
final class SharedBalancers {
    private static final Pattern LISTENER =
            Pattern.compile("(.+):listener/(app/([^/]+)/[0-9a-f]{16})/[0-9a-f]{16}");
    private static final Pattern BALANCER =
            Pattern.compile("(.+):loadbalancer/(app/([^/]+)/[0-9a-f]{16})");

    private final Plan plan;
    private final NetworkLinks network;
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> made = new TreeSet<>();

    SharedBalancers(Plan plan, NetworkLinks network) {
        this.plan = plan;
        this.network = network;
    }

    /// The calls that make them.
    List<Call> calls() {
        plan.all("aws_lb").forEach(balancer -> made.add(plan.arn(balancer)));
        for (Resource listener : plan.all("aws_lb_listener")) {
            Matcher arn = BALANCER.matcher(Block.of(listener).known("load_balancer_arn"));
            if (arn.matches()) {
                balancer(listener, arn.group(), arn.group(3));
            }
        }
        for (Resource rule : plan.all("aws_lb_listener_rule")) {
            Block block = Block.of(rule);
            Matcher arn = LISTENER.matcher(block.known("listener_arn"));
            boolean here = !plan.links(block, "listener_arn", List.of("aws_lb_listener")).isEmpty();
            if (!here && arn.matches()) {
                String balancer = arn.group(1) + ":loadbalancer/" + arn.group(2);
                balancer(rule, balancer, arn.group(3));
                listener(rule, balancer, arn.group());
            }
        }
        return calls;
    }

    private void balancer(Resource of, String arn, String name) {
        if (made.add(arn)) {
            plan.note(
                    of,
                    "its load balancer "
                            + name
                            + " is not in the file; taken to be one with a listener on port 80");
            Shape input =
                    new Shape(of.place())
                            .text("Name", name)
                            .text("Type", "application")
                            .texts("Subnets", network.elsewhere());
            calls.add(Call.of(of, "elbv2:CreateLoadBalancer", input));
        }
    }

    private void listener(Resource of, String balancer, String arn) {
        if (made.add(arn)) {
            Place place = of.place();
            Shape none =
                    new Shape(place)
                            .text("Type", "fixed-response")
                            .put(
                                    "FixedResponseConfig",
                                    new Shape(place)
                                            .text("ContentType", "text/plain")
                                            .text("StatusCode", "404"));
            Shape input =
                    new Shape(place)
                            .text("LoadBalancerArn", balancer)
                            .text("Protocol", "HTTP")
                            .plain("Port", Integer.toString(79 + ports(balancer)))
                            .shapes("DefaultActions", List.of(none));
            calls.add(Call.of(of, "elbv2:CreateListener", input));
        }
    }

    /// How many listeners a load balancer has with the next one.
    private int ports(String balancer) {
        String prefix = balancer.replace(":loadbalancer/", ":listener/");
        return (int) made.stream().filter(arn -> arn.startsWith(prefix)).count();
    }
}
