package dev.kingtide.aws.codec;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a REST protocol spreads over an HTTP message
/// (<https://smithy.io/2.0/spec/http-bindings.html>).
public final class Rest {
    private Rest() {}

    /// A request's parts, without their escapes.
    ///
    /// @param labels of the path
    /// @param query values by name, in their order
    /// @param headers values by name in lower case
    @SuppressWarnings("ArrayRecordComponent") // A body is read once, and never compared.
    public record Input(
            Map<String, String> labels,
            SequencedMap<String, List<String>> query,
            SequencedMap<String, List<String>> headers,
            byte[] body) {}

    /// An answer's parts.
    ///
    /// @param status null where the operation's usual one stands
    /// @param headers values by name
    @SuppressWarnings("ArrayRecordComponent") // A body is written once, and never compared.
    public record Output(
            @Nullable Integer status, SequencedMap<String, String> headers, byte[] body) {}
}
