package dev.kingtide.core.traffic;

import dev.kingtide.core.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The targets of each task, in the order in which they were registered.
///
/// A task is in five target groups at most and mostly in one, so a short list costs a fraction of
/// what an [dev.kingtide.core.Index] would; that counts with a million tasks.
public final class TargetsByTask implements Table.Watcher<Target> {
    private final Map<String, List<Target>> lists = new LinkedHashMap<>();

    TargetsByTask(Table<Target> targets) {
        targets.watch(this);
    }

    /// The targets of a task; a list that does not change.
    public List<Target> get(String taskId) {
        List<Target> list = lists.get(taskId);
        return list == null ? List.of() : list;
    }

    @Override
    public void changed(@Nullable Target before, @Nullable Target after) {
        String from = before == null ? null : before.taskId();
        String to = after == null ? null : after.taskId();
        if (before != null && from != null && !from.equals(to)) {
            leave(from, before.key());
        }
        if (after != null && to != null) {
            join(to, after);
        }
    }

    private void join(String taskId, Target target) {
        List<Target> list = get(taskId);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).key().equals(target.key())) {
                List<Target> longer = new ArrayList<>(list);
                longer.set(i, target);
                lists.put(taskId, List.copyOf(longer));
                return;
            }
        }
        List<Target> longer = new ArrayList<>(list);
        longer.add(target);
        lists.put(taskId, List.copyOf(longer));
    }

    private void leave(String taskId, String key) {
        List<Target> rest =
                get(taskId).stream().filter(target -> !target.key().equals(key)).toList();
        if (rest.isEmpty()) {
            lists.remove(taskId);
        } else {
            lists.put(taskId, rest);
        }
    }
}
