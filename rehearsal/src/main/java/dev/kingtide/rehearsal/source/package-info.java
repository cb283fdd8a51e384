/// The text of a launch: YAML and JSON as trees that know where every value is written, changes to
/// them, and the problems found in them.
///
/// Read [dev.kingtide.rehearsal.source.Node] first. Nothing here reads a file: bytes come through
/// [dev.kingtide.rehearsal.source.LaunchFiles]. Problems are collected, so that a person sees all
/// of them at once.
@NullMarked
package dev.kingtide.rehearsal.source;

import org.jspecify.annotations.NullMarked;
