package dev.kingtide.aws.codec;

import dev.kingtide.core.Invariant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What AWS's API models say about input members and the SDK's model classes do not carry: which
/// are required, and the lengths, ranges, patterns and enums of values.
///
/// The tables beside this class are made from botocore's models by `aws/tools/facts.py`, which
/// describes their form; a service's table is read when the first structure of it is, and a line of
/// it when that structure is.
final class Facts {
    private final ConcurrentSkipListMap<String, Map<String, String>> lines =
            new ConcurrentSkipListMap<>();

    /// What is known about a member.
    ///
    /// @param required whether an input without it is refused
    /// @param sensitive whether it is left out of logs and trails
    /// @param own of the member's own value
    /// @param parts of the items of a list or the values of a map
    record Member(
            boolean required, boolean sensitive, List<Constraint> own, List<Constraint> parts) {
        static final Member NONE = new Member(false, false, List.of(), List.of());

        /// Whether there is something that its value must be.
        boolean constrained() {
            return !own.isEmpty() || !parts.isEmpty();
        }
    }

    /// The facts about a structure's members, by the member's name.
    Map<String, Member> of(String modelPackage, String structure) {
        String table = table(modelPackage);
        String line =
                table == null ? null : lines.computeIfAbsent(table, Facts::read).get(structure);
        var members = new TreeMap<String, Member>();
        for (String cell : line == null ? List.<String>of() : List.of(line.split("\t", -1))) {
            member(modelPackage, cell, members);
        }
        return members;
    }

    /// The name of a service's table; a service without one has no facts.
    private static @Nullable String table(String modelPackage) {
        return switch (modelPackage) {
            case "software.amazon.awssdk.services.acm.model" -> "acm";
            case "software.amazon.awssdk.services.ecs.model" -> "ecs";
            case "software.amazon.awssdk.services.elasticloadbalancingv2.model" -> "elbv2";
            case "software.amazon.awssdk.services.applicationautoscaling.model" ->
                    "application-autoscaling";
            case "software.amazon.awssdk.services.cloudwatch.model" -> "cloudwatch";
            case "software.amazon.awssdk.services.ec2.model" -> "ec2";
            case "software.amazon.awssdk.services.iam.model" -> "iam";
            case "software.amazon.awssdk.services.sts.model" -> "sts";
            default -> null;
        };
    }

    private static void member(String modelPackage, String cell, Map<String, Member> members) {
        int space = cell.indexOf(' ');
        String name = space < 0 ? cell : cell.substring(0, space);
        boolean sensitive = name.endsWith("*");
        if (sensitive) {
            name = name.substring(0, name.length() - 1);
        }
        boolean required = name.endsWith("!");
        var own = new ArrayList<Constraint>();
        var parts = new ArrayList<Constraint>();
        String rest = space < 0 ? "" : cell.substring(space + 1);
        while (!rest.isEmpty()) {
            boolean part = rest.charAt(0) == '[' || rest.charAt(0) == '{';
            String from = part ? rest.substring(1) : rest;
            // A regular expression may hold spaces, so it is always the last.
            int end = from.charAt(0) == '~' ? -1 : from.indexOf(' ');
            String word = end < 0 ? from : from.substring(0, end);
            (part ? parts : own).add(Constraint.parse(modelPackage, word));
            rest = end < 0 ? "" : from.substring(end + 1);
        }
        members.put(
                required ? name.substring(0, name.length() - 1) : name,
                new Member(required, sensitive, List.copyOf(own), List.copyOf(parts)));
    }

    private static Map<String, String> read(String table) {
        var byStructure = new TreeMap<String, String>();
        resource(table + ".tsv")
                .lines()
                .forEach(line -> {
                    int tab = line.indexOf('\t');
                    byStructure.put(line.substring(0, tab), line.substring(tab + 1));
                });
        return byStructure;
    }

    private static String resource(String name) {
        try (var in = Facts.class.getResourceAsStream("/dev/kingtide/aws/facts/" + name)) {
            return new String(required(name, in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream required(String name, @Nullable InputStream resource) {
        if (resource == null) {
            throw Invariant.broken("the table " + name + " is not in the build");
        }
        return resource;
    }
}
