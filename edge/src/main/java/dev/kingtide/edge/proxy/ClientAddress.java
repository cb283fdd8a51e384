package dev.kingtide.edge.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Where a client connects from.
///
/// @param ip its address as text
/// @param port its port
record ClientAddress(String ip, int port) {

    static ClientAddress of(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new ClientAddress(inet.getAddress().getHostAddress(), inet.getPort())
                : new ClientAddress("127.0.0.1", 0);
    }

    /// Address and port, an IPv6 address in brackets.
    String withPort() {
        return (ip.indexOf(':') >= 0 ? '[' + ip + ']' : ip) + ':' + port;
    }
}
