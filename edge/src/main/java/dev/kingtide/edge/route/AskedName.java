package dev.kingtide.edge.route;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name by which a client asks for a load balancer at a port that several share:
/// `[PORT.]NAME.elb.localhost`.
///
/// @param name the load balancer's own name, or its DNS name without `.elb.amazonaws.com`
/// @param port of the listener; 0 for the lowest one that speaks the client's protocol
public record AskedName(String name, int port) {

    /// Names under it lead to this machine (RFC 6761, section 6.3).
    public static final String DOMAIN = ".elb.localhost";

    /// What load balancers' DNS names end with, for clients that look them up in a table of their
    /// own.
    static final String AWS_DOMAIN = ".elb.amazonaws.com";

    /// What a Host field or the domain of a client's TLS asks for; null when that is no name of a
    /// load balancer.
    public static @Nullable AskedName of(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        name = colon < 0 ? name : name.substring(0, colon);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        for (String domain : List.of(DOMAIN, AWS_DOMAIN)) {
            if (name.endsWith(domain) && name.length() > domain.length()) {
                return within(name.substring(0, name.length() - domain.length()));
            }
        }
        return null;
    }

    private static AskedName within(String labels) {
        int dot = labels.indexOf('.');
        String first = dot < 0 ? "" : labels.substring(0, dot);
        return first.matches("[1-9][0-9]{0,4}")
                ? new AskedName(labels.substring(dot + 1), Integer.parseInt(first))
                : new AskedName(labels, 0);
    }
}
