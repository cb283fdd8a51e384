package dev.kingtide.core.scaling;

import dev.kingtide.core.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The names of alarms by the ARNs of their actions, in step with the alarms.
final class AlarmsByAction implements Table.Watcher<Alarm> {
    private final Map<String, SequencedSet<String>> names = new LinkedHashMap<>();

    List<String> of(String arn) {
        SequencedSet<String> found = names.get(arn);
        return found == null ? List.of() : List.copyOf(found);
    }

    @Override
    public void changed(@Nullable Alarm before, @Nullable Alarm after) {
        if (before != null && after != null && before.actions().equals(after.actions())) {
            return;
        }
        if (before != null) {
            for (String arn : arns(before)) {
                SequencedSet<String> group = names.get(arn);
                if (group != null && group.remove(before.name()) && group.isEmpty()) {
                    names.remove(arn);
                }
            }
        }
        if (after != null) {
            for (String arn : arns(after)) {
                names.computeIfAbsent(arn, a -> new LinkedHashSet<>()).add(after.name());
            }
        }
    }

    private static List<String> arns(Alarm alarm) {
        List<String> arns = new ArrayList<>(alarm.actions().alarm());
        arns.addAll(alarm.actions().ok());
        arns.addAll(alarm.actions().insufficientData());
        return arns;
    }
}
