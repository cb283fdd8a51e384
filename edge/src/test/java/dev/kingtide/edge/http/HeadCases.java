package dev.kingtide.edge.http;

import java.util.List;
import java.util.stream.Stream;

/// The cases of this package's tables.
public final class HeadCases {
    private HeadCases() {}

    /// Heads of requests.
    public static List<String> heads() {
        return Stream.of(
                        RequestParserTest.framings(),
                        RequestParserTest.lookalikes(),
                        RequestParserTest.fields(),
                        RequestParserTest.lines())
                .flatMap(List::stream)
                .map(RequestParserTest.Row::head)
                .toList();
    }

    /// Chunked bodies.
    public static List<String> chunks() {
        return Stream.of(ChunksTest.wellFormed(), ChunksTest.malformed())
                .flatMap(List::stream)
                .toList();
    }
}
