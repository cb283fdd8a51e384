package dev.kingtide.core.admission;

import dev.kingtide.core.Row;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The limits of the account: AWS's defaults unless another was set.
///
/// @param set those that were set
public record Quotas(Map<Quota, Integer> set) implements Row {
    static final String KEY = "account";

    /// AWS's defaults.
    public static final Quotas DEFAULT = new Quotas(new EnumMap<>(Quota.class));

    /// Copies its map.
    public Quotas {
        EnumMap<Quota, Integer> copy = new EnumMap<>(Quota.class);
        copy.putAll(set);
        set = Collections.unmodifiableMap(copy);
    }

    @Override
    public String key() {
        return KEY;
    }

    /// The limit.
    public int of(Quota quota) {
        Integer limit = set.get(quota);
        return limit == null ? quota.defaultLimit() : limit;
    }

    /// A version with another limit.
    public Quotas with(Quota quota, int limit) {
        EnumMap<Quota, Integer> next = new EnumMap<>(Quota.class);
        next.putAll(set);
        next.put(quota, limit);
        return new Quotas(next);
    }
}
