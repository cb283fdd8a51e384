package dev.kingtide.aws.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole HTTP answer, without `Content-Length` and `Date`, which belong to who sends it.
@SuppressWarnings("ArrayRecordComponent") // A body is written once, and never compared.
public record WireResponse(int status, List<Header> headers, byte[] body) {

    /// The value of a header, or null.
    public @Nullable String header(String name) {
        return Header.find(headers, name);
    }
}
