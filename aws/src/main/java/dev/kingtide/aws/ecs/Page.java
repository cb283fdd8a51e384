package dev.kingtide.aws.ecs;

import dev.kingtide.aws.PageMark;
import dev.kingtide.core.Index;
import dev.kingtide.core.Row;
import java.util.ArrayList;
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
    record Asked(String list, @Nullable PageMark after, int size) {

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
                    token == null || token.isEmpty() ? null : mark(list, token),
                    maxResults == null ? otherwise : maxResults);
        }

        private static PageMark mark(String list, String token) {
            PageMark mark = PageMark.read(list, token);
            if (mark == null) {
                throw EcsErrors.badToken();
            }
            return mark;
        }
    }

    /// A page of a group of an index, in the order in which rows came.
    ///
    /// @param born when a row came to be
    /// @param wanted which rows the caller wants
    static <K, R extends Row> Page<R> of(
            Asked asked, Index<K, R> index, K group, ToLongFunction<R> born, Predicate<R> wanted) {
        PageMark after = asked.after();
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
                PageMark mark = new PageMark(key.apply(last), stamp.applyAsLong(last));
                return new Page<>(rows, mark.token(asked.list()));
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
