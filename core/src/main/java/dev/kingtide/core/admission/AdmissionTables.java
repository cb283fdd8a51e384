package dev.kingtide.core.admission;

import dev.kingtide.core.Table;
import java.util.List;

/// Quotas and token buckets.
public final class AdmissionTables {

    /// The account's quotas: one row, or none while AWS's defaults hold.
    public final Table<Quotas> quotasTable = new Table<>("quotas", Quotas.class);

    /// Token buckets by what they limit; one that was never drawn from is full and not here.
    public final Table<Rate> rates = new Table<>("rate", Rate.class);

    /// Client tokens that were used, by operation and token.
    public final Table<ClientToken> tokens = new Table<>("client-token", ClientToken.class);

    /// The account's quotas.
    public Quotas quotas() {
        Quotas quotas = quotasTable.get(Quotas.KEY);
        return quotas == null ? Quotas.DEFAULT : quotas;
    }

    /// The limit of one quota.
    public int limit(Quota quota) {
        return quotas().of(quota);
    }

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(quotasTable, rates, tokens);
    }
}
