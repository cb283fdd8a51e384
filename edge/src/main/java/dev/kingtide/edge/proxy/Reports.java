package dev.kingtide.edge.proxy;

import dev.kingtide.edge.report.LogFiles;
import dev.kingtide.edge.report.Meters;
import org.jspecify.annotations.Nullable;

/// Where an engine tells what it carried.
///
/// @param meters counts
/// @param log takes lines; null when logs go nowhere
public record Reports(Meters meters, @Nullable LogFiles log) {}
