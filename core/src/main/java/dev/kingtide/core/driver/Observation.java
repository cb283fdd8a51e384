package dev.kingtide.core.driver;

/// Something that was seen outside the World and may change what is to be done.
public sealed interface Observation permits TaskObservation, EdgeObservation {}
