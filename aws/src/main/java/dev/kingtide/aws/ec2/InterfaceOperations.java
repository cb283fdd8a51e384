package dev.kingtide.aws.ec2;

import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.TaskInterface;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The operation on network interfaces: those that tasks have.
///
/// A page ends with the interface that its token names; the next one goes on with those that were
/// attached after it, or, once it is gone, not before it.
final class InterfaceOperations {
    private final Turns turns;

    InterfaceOperations(Turns turns) {
        this.turns = turns;
    }

    /// Interfaces by id, or all; those that pass the filters.
    DescribeNetworkInterfacesResponse describe(DescribeNetworkInterfacesRequest request) {
        List<String> ids = request.networkInterfaceIds();
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Errors.idsAndPages();
        }
        return turns.decide(turn -> {
            World world = turn.world();
            DefaultVpc network = DefaultVpc.of(world.scope());
            var answer = DescribeNetworkInterfacesResponse.builder();
            List<NetworkInterface> found = new ArrayList<>();
            int most = request.maxResults() == null ? Integer.MAX_VALUE : request.maxResults();
            Task last = null;
            for (Task task : candidates(world, ids, request)) {
                var view = new InterfaceView(network, new TaskInterface(world.scope(), task));
                if (!Filters.pass(request.filters(), view.filters())) {
                    continue;
                }
                if (found.size() == most && last != null) {
                    answer.nextToken(last.times().connectivityAtMillis() + "." + last.id());
                    break;
                }
                found.add(view.shape());
                last = task;
            }
            return answer.networkInterfaces(found).build();
        });
    }

    /// What there is to look at: the interfaces that the caller or a filter names, found by their
    /// ids, or else all.
    private static Iterable<Task> candidates(
            World world, List<String> ids, DescribeNetworkInterfacesRequest request) {
        List<Task> found = new ArrayList<>();
        for (String id : ids) {
            Task task = find(world, id);
            if (task == null) {
                throw Ec2Errors.interfaceNotFound(id);
            }
            found.add(task);
        }
        List<String> filtered = filtered(request.filters());
        if (ids.isEmpty() && filtered != null) {
            for (String id : filtered) {
                Task task = find(world, id);
                if (task != null && !found.contains(task)) {
                    found.add(task);
                }
            }
        }
        return ids.isEmpty() && filtered == null ? rest(world, request.nextToken()) : found;
    }

    private static @Nullable Task find(World world, String id) {
        return world.tasks().lists().byInterface.first(TaskInterface.digits(id));
    }

    /// The ids that a filter names in full; null when there is no such filter.
    private static @Nullable List<String> filtered(List<Filter> filters) {
        for (Filter filter : filters) {
            boolean whole = filter.values().stream().noneMatch(v -> v.matches(".*[*?].*"));
            if ("network-interface-id".equals(filter.name()) && whole) {
                return filter.values();
            }
        }
        return null;
    }

    private static Iterable<Task> rest(World world, @Nullable String token) {
        var attached = world.tasks().lists().attached;
        if (token == null || token.isEmpty()) {
            return attached.get(true);
        }
        int dot = token.indexOf('.');
        if (!token.matches("\\d{1,15}\\.[0-9a-f]{32}")) {
            throw Ec2Errors.badToken();
        }
        Iterable<Task> past = attached.past(true, token.substring(dot + 1), false);
        if (past != null) {
            return past;
        }
        long since = Long.parseLong(token.substring(0, dot));
        return attached.list(true).stream()
                .filter(task -> task.times().connectivityAtMillis() >= since)
                .toList();
    }
}
