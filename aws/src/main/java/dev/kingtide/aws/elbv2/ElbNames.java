package dev.kingtide.aws.elbv2;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What load balancers and target groups may be called (ELB API reference, CreateLoadBalancer and
/// CreateTargetGroup).
final class ElbNames {
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9-]+");
    private static final int LENGTH_MAX = 32;

    private ElbNames() {}

    /// Refuses a bad name; `kind` is how AWS begins the sentence.
    static void check(String kind, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw Elbv2Errors.validation(kind + " name cannot be empty");
        }
        String start = kind + " name '" + name + "' ";
        if (name.length() > LENGTH_MAX) {
            throw Elbv2Errors.validation(
                    start + "cannot be longer than '" + LENGTH_MAX + "' characters");
        }
        if (!CHARACTERS.matcher(name).matches()) {
            throw Elbv2Errors.validation(
                    start
                            + "can only contain characters that are alphanumeric characters or"
                            + " hyphens(-)");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            throw Elbv2Errors.validation(start + "cannot begin or end with a hyphen(-)");
        }
    }
}
