/// A launch directory, read strictly: what to rehearse, as typed values.
///
/// Read [dev.kingtide.rehearsal.launch.Launch] first, then
/// [dev.kingtide.rehearsal.launch.LaunchLoader]. Every key that nobody asks for is a problem, and
/// all problems are collected before the load fails. docs/launch.md describes every key.
@NullMarked
package dev.kingtide.rehearsal.launch;

import org.jspecify.annotations.NullMarked;
