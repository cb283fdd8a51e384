/// Records as JSON and back, without a line for any one of them: rows for the store, messages
/// between processes.
///
/// Read [dev.kingtide.host.codec.RecordCodec] first.
@NullMarked
package dev.kingtide.host.codec;

import org.jspecify.annotations.NullMarked;
