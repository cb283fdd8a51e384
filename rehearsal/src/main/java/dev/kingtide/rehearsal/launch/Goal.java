package dev.kingtide.rehearsal.launch;

/// What the launch must reach to hold.
///
/// @param servedPercent the share of requests that must be served, in percent
/// @param p99Millis what 99 of 100 served requests may take at most, in milliseconds
public record Goal(double servedPercent, long p99Millis) {}
