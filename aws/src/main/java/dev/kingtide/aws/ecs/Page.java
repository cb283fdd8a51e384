package dev.kingtide.aws.ecs;

import dev.kingtide.core.Index;
import dev.kingtide.core.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// The token names the last row of its page and when that row came to be. Rows that come or go
/// between two calls neither shift nor repeat the others; when the row itself is gone, the next
/// page begins with the first one that is not older than it was.
///
/// @param rows what is on it
/// @param nextToken with which the next page is asked for; null on the last one
record Page<R>(List<R> rows, @Nullable String nextToken) {

    /// What a caller asks for.
    ///
    /// @param list the operation, so that the token of another is refused
    /// @param after the last row of the page before, or null
    /// @param size how many rows at most
    record Asked(String list, @Nullable Mark after, int size) {

        /// Checks what a caller says; a page has `most` rows at most, and without a wish that many.
        static Asked of(
                String list, @Nullable String token, @Nullable Integer maxResults, int most) {
            return of(list, token, maxResults, most, most);
        }

        /// The same, with `otherwise` rows without a wish.
        static Asked of(
                String list,
                @Nullable String token,
                @Nullable Integer maxResults,
                int most,
                int otherwise) {
            if (maxResults != null && (maxResults < 1 || maxResults > most)) {
                throw EcsErrors.outside("maxResults", 1, most);
            }
            return new Asked(
                    list,
                    token == null || token.isEmpty() ? null : Mark.read(list, token),
                    maxResults == null ? otherwise : maxResults);
        }
    }

    /// A row that a page ended with.
    ///
    /// @param key its key
    /// @param stamp when it came to be, or another number that only grows through the list
    record Mark(String key, long stamp) {
        private static final String SEPARATOR = "\n";

        private String write(String list) {
            String text = list + SEPARATOR + stamp + SEPARATOR + key;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        private static Mark read(String list, String token) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(token);
                String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, 3);
                if (parts.length == 3 && parts[0].equals(list)) {
                    return new Mark(parts[2], Long.parseLong(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                throw EcsErrors.badToken(); // neither Base64 nor a number: nothing that we gave
            }
            throw EcsErrors.badToken();
        }
    }

    /// A page of a group of an index, in the order in which rows came.
    ///
    /// @param born when a row came to be
    /// @param wanted which rows the caller wants
    static <K, R extends Row> Page<R> of(
            Asked asked, Index<K, R> index, K group, ToLongFunction<R> born, Predicate<R> wanted) {
        Mark after = asked.after();
        if (after == null) {
            return of(asked, index.get(group), Row::key, born, wanted);
        }
        Iterable<R> rest = index.past(group, after.key(), false);
        return rest != null
                ? of(asked, rest, Row::key, born, wanted)
                : of(
                        asked,
                        index.get(group),
                        Row::key,
                        born,
                        wanted.and(row -> born.applyAsLong(row) >= after.stamp()));
    }

    /// A page of what is left of a list after the page before.
    static <T> Page<T> of(
            Asked asked,
            Iterable<T> rest,
            Function<T, String> key,
            ToLongFunction<T> stamp,
            Predicate<T> wanted) {
        List<T> rows = new ArrayList<>();
        for (T row : rest) {
            if (!wanted.test(row)) {
                continue;
            }
            if (rows.size() == asked.size()) {
                T last = rows.getLast();
                Mark mark = new Mark(key.apply(last), stamp.applyAsLong(last));
                return new Page<>(rows, mark.write(asked.list()));
            }
            rows.add(row);
        }
        return new Page<>(rows, null);
    }

    /// What is on it, in another form.
    <T> List<T> map(Function<R, T> form) {
        return rows.stream().map(form).toList();
    }
}
