package dev.kingtide.edge.tls;

import java.util.Map;

/// What was agreed on with a client.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher by OpenSSL's name
/// @param domain that the client asked for; `-` when it asked for none
/// @param certificateArn that it was shown
/// @param client what targets are told of the certificate that it showed itself; empty for nothing
public record TlsSession(
        String protocol,
        String cipher,
        String domain,
        String certificateArn,
        Map<ClientField, String> client) {}
