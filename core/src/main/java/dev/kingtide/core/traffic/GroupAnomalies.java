package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.List;

/// Which targets of a group were found to be anomalous; there is none of a group without any.
///
/// @param groupArn the group, the key
/// @param anomalous the keys of targets that fail more than their peers
/// @param mitigated the keys of targets that get fewer requests for it, or did until lately
public record GroupAnomalies(String groupArn, List<String> anomalous, List<String> mitigated)
        implements Row {

    /// Copies its lists.
    public GroupAnomalies {
        anomalous = List.copyOf(anomalous);
        mitigated = List.copyOf(mitigated);
    }

    @Override
    public String key() {
        return groupArn;
    }
}
