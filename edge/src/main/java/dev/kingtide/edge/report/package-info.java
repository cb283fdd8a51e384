/// What the edge tells of the requests that it carried: metrics by AWS's names, and logs of
/// requests, connections and probes in AWS's format.
///
/// Read [dev.kingtide.edge.report.Meters] and [dev.kingtide.edge.report.LogFiles] first. Event
/// loops only add to counters and put lines into a bounded queue; neither ever waits.
@NullMarked
package dev.kingtide.edge.report;

import org.jspecify.annotations.NullMarked;
