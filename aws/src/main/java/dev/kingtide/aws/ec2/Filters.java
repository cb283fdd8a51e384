package dev.kingtide.aws.ec2;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;

/// EC2's filters: a thing passes when of every filter one value fits; `*` stands for any text, `?`
/// for any character (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html>).
final class Filters {
    private Filters() {}

    /// Whether a thing passes.
    ///
    /// @param thing what it has by the names of filters, a list where it has several
    static boolean pass(List<Filter> filters, Map<String, List<String>> thing) {
        for (Filter filter : filters) {
            String name = filter.name() == null ? "" : filter.name();
            List<String> has = thing.get(name);
            if (has == null && name.startsWith("tag")) {
                // Nothing here has tags.
                return false;
            }
            if (has == null) {
                throw Ec2Errors.filterUnknown(name);
            }
            if (filter.values().stream().noneMatch(value -> fits(value, has))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(String value, List<String> has) {
        var pattern = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char some = value.charAt(i);
            pattern.append(
                    switch (some) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(some));
                    });
        }
        Pattern whole = Pattern.compile(pattern.toString(), Pattern.DOTALL);
        return has.stream().anyMatch(one -> whole.matcher(one).matches());
    }
}
