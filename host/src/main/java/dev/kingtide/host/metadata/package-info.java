/// What containers can ask about themselves: the task metadata endpoint (versions 3 and 4), the
/// credentials of the task's role, and the state of its protection from scale-in.
///
/// Read [dev.kingtide.host.metadata.MetadataServer] first. [dev.kingtide.host.metadata.Reach] says
/// at which address a container finds it, [dev.kingtide.host.metadata.Passes] by which id it is
/// known there.
///
/// Invariants: who does not have an id learns nothing; ids are the same after a restart, since
/// containers that run on have them in their environment; whatever is asked is answered from the
/// World and the Engine, nothing is kept.
@NullMarked
package dev.kingtide.host.metadata;

import org.jspecify.annotations.NullMarked;
