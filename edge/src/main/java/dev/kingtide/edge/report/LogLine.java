package dev.kingtide.edge.report;

/// A line of one of a load balancer's logs. It is put together on the thread that writes it.
public sealed interface LogLine permits AccessLine, ConnectionLine, HealthCheckLine {

    /// The line as it is written, with its line feed.
    String text();
}
