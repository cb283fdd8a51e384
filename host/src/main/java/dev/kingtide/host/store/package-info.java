/// Where the World's rows are kept between one process and the next.
///
/// Read [dev.kingtide.host.store.SqliteStore] first. Rows are kept whole, as JSON, the newest
/// version under each key, as [dev.kingtide.host.codec.RecordCodec] writes them.
@NullMarked
package dev.kingtide.host.store;

import org.jspecify.annotations.NullMarked;
