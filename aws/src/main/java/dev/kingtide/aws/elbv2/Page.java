package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.PageMark;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of what a Describe call found.
///
/// Its marker names the last row and the place that it had: the next page goes on behind that row,
/// or, when it is gone, where it was.
///
/// @param rows what is on it
/// @param nextMarker with which the next page is asked for; null on the last one
record Page<T>(List<T> rows, @Nullable String nextMarker) {
    /// A page has as many rows at the most, and without a wish (botocore elbv2 model, PageSize).
    private static final int MOST = 400;

    /// What a caller asks for.
    ///
    /// @param list the operation, so that the marker of another is refused
    /// @param marker with which it goes on; null for the first page
    /// @param size how many rows at most; null without a wish
    record Asked(String list, @Nullable String marker, @Nullable Integer size) {}

    /// A page of all that was found.
    ///
    /// @param key by which a row is known again
    static <T> Page<T> of(Asked asked, List<T> all, Function<T, String> key) {
        int from = from(asked, all, key);
        int size = asked.size() == null ? MOST : asked.size();
        int to = Math.min(all.size(), from + size);
        String next =
                to == all.size()
                        ? null
                        : new PageMark(key.apply(all.get(to - 1)), to).token(asked.list());
        return new Page<>(all.subList(from, to), next);
    }

    private static <T> int from(Asked asked, List<T> all, Function<T, String> key) {
        if (asked.marker() == null || asked.marker().isEmpty()) {
            return 0;
        }
        PageMark after = PageMark.read(asked.list(), asked.marker());
        if (after == null || after.stamp() < 1) {
            throw Elbv2Errors.validation("The marker '" + asked.marker() + "' is not valid");
        }
        int place = (int) Math.min(after.stamp(), all.size() + 1L);
        if (place <= all.size() && key.apply(all.get(place - 1)).equals(after.key())) {
            return place;
        }
        for (int i = 0; i < all.size(); i++) {
            if (key.apply(all.get(i)).equals(after.key())) {
                return i + 1;
            }
        }
        return place - 1;
    }

    /// What is on it, in another form.
    <S> List<S> map(Function<T, S> form) {
        return rows.stream().map(form).toList();
    }
}
