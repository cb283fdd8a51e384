package dev.kingtide.core.service;

import dev.kingtide.core.Row;

/// When capacity last came free while services waited for it.
///
/// @param where a cluster, or [ServiceTables#FARGATE]
/// @param atMillis the moment
record FreedCapacity(String where, long atMillis) implements Row {

    @Override
    public String key() {
        return where;
    }
}
