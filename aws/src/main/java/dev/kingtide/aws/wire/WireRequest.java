package dev.kingtide.aws.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole HTTP request.
///
/// @param target the path and query as they were sent, such as `/tags/a%2Fb?x=1`
/// @param body as it was sent; the gateway reads it only
/// @param remoteAddress the address of the caller, for the trail
@SuppressWarnings("ArrayRecordComponent") // A body is read once, and never compared.
public record WireRequest(
        String method, String target, List<Header> headers, byte[] body, String remoteAddress) {

    /// The value of a header, or null.
    public @Nullable String header(String name) {
        return Header.find(headers, name);
    }

    /// The path, before any `?`.
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /// The query, after the first `?`; empty without.
    public String query() {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }
}
