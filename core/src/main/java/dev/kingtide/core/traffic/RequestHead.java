package dev.kingtide.core.traffic;

import java.util.List;

/// What a listener's rules look at in a request.
///
/// @param host the Host header, with or without a port
/// @param path the path, without the query
/// @param method as sent, such as `GET`
/// @param headers in the order in which they were sent
/// @param query what follows the `?`, empty without one
/// @param sourceAddress the client's IP address
public record RequestHead(
        String host,
        String path,
        String method,
        List<Header> headers,
        String query,
        String sourceAddress) {

    /// One header line.
    public record Header(String name, String value) {}

    /// A GET without headers or query.
    public static RequestHead get(String host, String path) {
        return new RequestHead(host, path, "GET", List.of(), "", "127.0.0.1");
    }

    /// The host without its port.
    public String hostName() {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
