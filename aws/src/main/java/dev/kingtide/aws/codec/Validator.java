package dev.kingtide.aws.codec;

import dev.kingtide.aws.codec.BadInput.Kind;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Holds a decoded request to what AWS's model asks of its values: that they are there, and their
/// lengths, ranges, patterns and enums.
final class Validator {
    private final Schemas schemas;
    private final Speaker speaker;
    private final Set<String> told = new TreeSet<>();
    private final List<BadInput> problems = new ArrayList<>();

    /// Whose words a missing member is told in.
    enum Speaker {
        /// botocore, before anything is sent (validate.py).
        COMMAND_LINE,
        /// AWS's services.
        SERVICE
    }

    /// @param known what is wrong already; of such places nothing more is told
    Validator(Schemas schemas, Speaker speaker, List<BadInput> known) {
        this.schemas = schemas;
        this.speaker = speaker;
        known.forEach(problem -> told.add(problem.path()));
    }

    /// Everything that is wrong with a request: in a structure first its members, in AWS's order,
    /// then those that are missing.
    List<BadInput> check(SdkPojo request) {
        structure(request, schemas.of(request), Path.ROOT);
        return problems;
    }

    private void structure(SdkPojo object, Structure structure, Path path) {
        if (isTold(path)) {
            return;
        }
        for (Member member : structure.members().sequencedValues()) {
            boolean constrained = member.facts().constrained();
            if (constrained || !(member.schema() instanceof Scalar)) {
                Object value = member.get(object);
                if (value != null && !Schema.isUnset(value)) {
                    member(member, value, path.member(member.name()));
                }
            }
        }
        for (Member member : structure.required()) {
            if (Schema.isUnset(member.get(object)) && !isTold(path.member(member.name()))) {
                missing(path, member);
            }
        }
    }

    private boolean isTold(Path path) {
        return !told.isEmpty() && told.contains(path.toString());
    }

    private void member(Member member, Object value, Path path) {
        parts(member.schema(), value, path);
        check(member.facts().own(), value, path);
        List<Constraint> ofParts = member.facts().parts();
        if (ofParts.isEmpty()) {
            return;
        }
        switch (value) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    check(ofParts, list.get(i), path.item(i));
                }
            }
            case Map<?, ?> map ->
                    map.forEach((key, part) -> check(ofParts, part, path.entry((String) key)));
            default -> {}
        }
    }

    /// The structures in a value.
    private void parts(Schema schema, Object value, Path path) {
        switch (schema) {
            case Scalar _ -> {}
            case ListOf list -> {
                if (!(list.item() instanceof Scalar)) {
                    int index = 0;
                    for (Object item : (List<?>) value) {
                        parts(list.item(), item, path.item(index++));
                    }
                }
            }
            case MapOf map -> {
                if (!(map.value() instanceof Scalar)) {
                    ((Map<?, ?>) value)
                            .forEach((key, part) ->
                                    parts(map.value(), part, path.entry((String) key)));
                }
            }
            case StructureOf nested -> {
                SdkPojo object = (SdkPojo) value;
                structure(object, nested.structure(schemas, object), path);
            }
        }
    }

    private void check(List<Constraint> constraints, Object value, Path path) {
        if (constraints.isEmpty()) {
            return;
        }
        String text = value instanceof String string ? string : null;
        BigDecimal number = value instanceof Number some ? new BigDecimal(some.toString()) : null;
        long size =
                switch (value) {
                    case String string -> string.length();
                    case List<?> list -> list.size();
                    case Map<?, ?> map -> map.size();
                    default -> -1;
                };
        for (Constraint constraint : constraints) {
            String broken = constraint.broken(text, size, number);
            if (broken != null) {
                broken(constraint, broken, value, size, path);
            }
        }
    }

    private void broken(Constraint constraint, String broken, Object value, long size, Path path) {
        String text = value instanceof String string ? '"' + string + '"' : null;
        String found = text != null ? text : size >= 0 ? size + " entries" : String.valueOf(value);
        problems.add(
                new BadInput(
                        Kind.CONSTRAINT,
                        path.toString(),
                        BadInput.shortened(found),
                        constraint.words(),
                        unsatisfied("'" + value + "'", path, broken)));
    }

    private void missing(Path path, Member member) {
        problems.add(
                new BadInput(
                        Kind.MISSING_MEMBER,
                        path.toString(),
                        "no member \"" + member.name() + '"',
                        '"' + member.name() + "\", which is required: " + member.schema().words(),
                        switch (speaker) {
                            case COMMAND_LINE ->
                                    "Missing required parameter in %s: \"%s\""
                                            .formatted(path.inside(), member.name());
                            case SERVICE ->
                                    unsatisfied(
                                            "null",
                                            path.member(member.name()),
                                            "Member must not be null");
                        }));
    }

    private static String unsatisfied(@Nullable Object value, Path path, String broken) {
        return "Value %s at '%s' failed to satisfy constraint: %s"
                .formatted(value, camel(path.toString()), broken);
    }

    /// AWS's services name a member with a small first letter in such messages.
    private static String camel(String path) {
        var text = new StringBuilder(path);
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || text.charAt(i - 1) == '.') {
                text.setCharAt(i, Character.toLowerCase(text.charAt(i)));
            }
        }
        return text.toString();
    }
}
