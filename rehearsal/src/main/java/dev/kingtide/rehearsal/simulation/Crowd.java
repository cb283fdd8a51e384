package dev.kingtide.rehearsal.simulation;

/// People who ask for the same thing in the same way.
///
/// @param demand how many, second by second
/// @param client how they wait and try again
/// @param listenerPort the port that they connect to; 0 takes any listener
/// @param host the host name that they ask for, for listener rules
/// @param path the path that they ask for, for listener rules
public record Crowd(Demand demand, ClientModel client, int listenerPort, String host, String path) {

    /// A crowd that asks for the root of whatever there is.
    public static Crowd of(Demand demand, ClientModel client) {
        return new Crowd(demand, client, 0, "", "/");
    }

    Crowd with(Demand other) {
        return new Crowd(other, client, listenerPort, host, path);
    }
}
