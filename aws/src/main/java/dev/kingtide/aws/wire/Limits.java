package dev.kingtide.aws.wire;

/// How much one request may be; what is more is refused before it is read.
///
/// @param bodyBytes of a body as it was sent: refused with `RequestEntityTooLarge`, 413
/// @param inflatedBytes of a body after gzip: the same
/// @param headers how many: refused with `RequestHeaderSectionTooLarge`, 400 (the name that S3
///   gives it)
/// @param headerBytes of all names and values together: the same
/// @param depth levels of nesting in JSON and CBOR, points in a parameter's name: refused as a
///   malformed request of its protocol
/// @param parameters of a Query request: refused as a malformed request
public record Limits(
        int bodyBytes, int inflatedBytes, int headers, int headerBytes, int depth, int parameters) {

    /// Room for the largest requests of the services here: `PutMetricData` has 1 MB at most, and in
    /// Query form a parameter for each number of it.
    public static final Limits DEFAULT = new Limits(4 << 20, 8 << 20, 100, 64 << 10, 64, 100_000);
}
