package dev.kingtide.host.http;

import dev.kingtide.aws.wire.WireRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes connections that ask to become WebSockets (RFC 6455).
@FunctionalInterface
public interface WebSockets {

    /// None are taken.
    WebSockets NONE = (request, peer) -> null;

    /// Who listens to a new connection; null when it is not to become a WebSocket.
    @Nullable Listener open(WireRequest request, Peer peer);

    /// Hears what comes in, on the thread of all connections: it must not block.
    interface Listener {

        /// A message of text.
        void text(String text);

        /// A message of bytes.
        void bytes(byte[] bytes);

        /// The connection is closed.
        void closed();
    }

    /// The other end.
    interface Peer {

        /// Sends a message of bytes, and waits until there is room for it; never on the thread of
        /// the listener.
        ///
        /// @throws IOException when the connection is closed
        void send(byte[] bytes) throws IOException;

        /// Closes the connection once everything is sent.
        void close();
    }
}
