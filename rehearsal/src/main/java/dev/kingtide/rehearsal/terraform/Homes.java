package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which account and region each resource of a file is in, as far as the file says it; a rehearsal
/// is of one account and one region.
final class Homes {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}):.+");

    private final ShownFile file;
    private final Map<String, Home> homes;

    /// Null where nothing says it.
    private record Home(@Nullable String account, @Nullable String region) {}

    private Homes(ShownFile file, Map<String, Home> homes) {
        this.file = file;
        this.homes = homes;
    }

    /// The homes of the resources of these types.
    static Homes of(ShownFile file, Configuration configuration, List<String> types) {
        Map<String, Home> homes = new LinkedHashMap<>();
        for (Resource resource : file.resources()) {
            if (types.contains(resource.type())) {
                homes.put(resource.address(), home(resource, configuration));
            }
        }
        return new Homes(file, homes);
    }

    private static Home home(Resource resource, Configuration configuration) {
        String arn = resource.text("arn");
        Matcher own = ARN.matcher(arn == null ? "" : arn);
        if (own.matches()) {
            return new Home(own.group(3), own.group(2));
        }
        String region = resource.text("region");
        String provider = configuration.provider(resource);
        if (region == null && provider != null) {
            region = configuration.region(provider);
        }
        return new Home(null, region);
    }

    /// The region to rehearse.
    @Nullable String region(Terraform.Request request, Problems problems) {
        Set<String> found = new LinkedHashSet<>();
        homes.values().forEach(home -> add(found, home.region));
        return one("region", request.region(), found, request, problems);
    }

    /// The account to rehearse: that of the resources, else that of the ARNs in them.
    @Nullable String account(Terraform.Request request, Problems problems) {
        Set<String> found = new LinkedHashSet<>();
        homes.values().forEach(home -> add(found, home.account));
        if (found.isEmpty()) {
            for (Resource resource : file.resources()) {
                boolean other = !homes.containsKey(resource.address());
                String mentioned = other ? null : mentioned(resource.values());
                if (mentioned != null) {
                    found.add(mentioned);
                    break;
                }
            }
        }
        return one("account", request.account(), found, request, problems);
    }

    private static void add(Set<String> found, @Nullable String value) {
        if (value != null) {
            found.add(value);
        }
    }

    private static @Nullable String one(
            String what,
            @Nullable String asked,
            Set<String> found,
            Terraform.Request request,
            Problems problems) {
        if (asked != null && !found.isEmpty() && !found.contains(asked)) {
            problems.add(
                    Place.of(request.file()),
                    "nothing in it is in " + what + ' ' + asked,
                    "expected " + what + ": " + first(found) + " in launch.yaml");
        }
        if (asked != null) {
            return asked;
        }
        if (found.size() > 1) {
            problems.add(
                    Place.of(request.file()),
                    "resources of several " + what + "s: " + String.join(", ", found),
                    "say in launch.yaml which one to rehearse, as " + what + ": " + first(found));
        }
        return found.isEmpty() ? null : first(found);
    }

    private static String first(Set<String> found) {
        return found.iterator().next();
    }

    /// The account of the first ARN of the services that are rehearsed.
    private static @Nullable String mentioned(Node node) {
        return switch (node) {
            case Node.Text text -> {
                Matcher arn = ARN.matcher(text.value());
                boolean own =
                        arn.matches()
                                && List.of("ecs", "elasticloadbalancing", "autoscaling")
                                        .contains(arn.group(1));
                yield own ? arn.group(3) : null;
            }
            case Node.Sequence list -> firstMentioned(list.items());
            case Node.Mapping map ->
                    firstMentioned(map.entries().values().stream().map(Node.Entry::value).toList());
        };
    }

    private static @Nullable String firstMentioned(List<Node> nodes) {
        for (Node node : nodes) {
            String account = mentioned(node);
            if (account != null) {
                return account;
            }
        }
        return null;
    }

    /// The resources that are in an account and region, or may be.
    List<Resource> within(@Nullable String account, @Nullable String region) {
        List<Resource> within = new ArrayList<>();
        for (Resource resource : file.resources()) {
            Home home = homes.get(resource.address());
            if (home == null || isIn(home, account, region)) {
                within.add(resource);
            }
        }
        return within;
    }

    private static boolean isIn(Home home, @Nullable String account, @Nullable String region) {
        return (home.account == null || account == null || home.account.equals(account))
                && (home.region == null || region == null || home.region.equals(region));
    }

    /// A line for each resource that is somewhere else.
    List<String> elsewhere(@Nullable String account, @Nullable String region) {
        List<String> notes = new ArrayList<>();
        homes.forEach((address, home) -> {
            if (!isIn(home, account, region)) {
                notes.add(
                        file.name()
                                + ": "
                                + address
                                + ": not rehearsed, because it is in "
                                + (home.account == null ? "" : "account " + home.account + ", ")
                                + "region "
                                + home.region);
            }
        });
        return notes;
    }
}
