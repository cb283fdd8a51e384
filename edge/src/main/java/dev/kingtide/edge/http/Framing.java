package dev.kingtide.edge.http;

/// Where the body of a message ends (RFC 9112, section 6.3).
public enum Framing {
    /// There is none.
    NONE,
    /// After as many bytes as Content-Length says.
    LENGTH,
    /// With the last chunk.
    CHUNKED,
    /// With the connection; answers only.
    UNTIL_CLOSE
}
