/// Where the World's rows are kept between one process and the next.
///
/// Read [dev.kingtide.host.store.SqliteStore] first. Rows are kept whole, as JSON, the newest
/// version under each key; [dev.kingtide.host.store.RowCodec] makes them of the core's records and
/// back, without a line for any one of them.
@NullMarked
package dev.kingtide.host.store;

import org.jspecify.annotations.NullMarked;
