package dev.kingtide.core.placement;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.cluster.ContainerInstance;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A container instance in the index: where it stands, and which groups have tasks on it.
///
/// It outlives its instance while tasks still name it, so that they are found again should the
/// instance come back (a turn that is undone).
@SuppressWarnings("ReferenceEquality") // groups are the same or they are not
final class Host implements Candidate {
    private @Nullable ContainerInstance row;
    private @Nullable InstanceClass in;
    private int slot;
    private @Nullable Group[] groups = new Group[2];
    private int[] counts = new int[2];
    private int size;

    /// The instance, which must be there.
    ContainerInstance row() {
        if (row == null) {
            throw Invariant.broken("the instance is gone");
        }
        return row;
    }

    /// The class of its instance, or null without one.
    @Nullable InstanceClass in() {
        return in;
    }

    /// Whether nothing is known of it any more.
    boolean isForgotten() {
        return row == null && size == 0;
    }

    /// The instance comes, into a class.
    void arrive(InstanceClass to, ContainerInstance instance) {
        row = instance;
        in = to;
        slot = to.add(this, instance);
        for (int i = 0; i < size; i++) {
            group(i).change(to, slot, 0, counts[i]);
        }
    }

    /// The instance goes.
    void leave() {
        if (in != null) {
            for (int i = 0; i < size; i++) {
                group(i).change(in, slot, counts[i], 0);
            }
            in.remove(slot, row());
            in = null;
            row = null;
        }
    }

    /// The instance has another status or other room.
    void update(ContainerInstance instance) {
        ContainerInstance before = row();
        row = instance;
        if (in != null) {
            if (!before.portsInUse().equals(instance.portsInUse())) {
                in.ports(slot, before.portsInUse(), instance.portsInUse());
            }
            in.update(slot, before.takesTasks(), instance);
        }
    }

    /// How many tasks of a group are on it.
    int tasksOf(@Nullable Group group) {
        for (int i = 0; i < size; i++) {
            if (groups[i] == group) {
                return counts[i];
            }
        }
        return 0;
    }

    /// A task of a group comes (`by` 1) or goes (`by` -1).
    void change(Group group, int by) {
        int i = 0;
        while (i < size && groups[i] != group) {
            i++;
        }
        if (i == size) {
            if (size == counts.length) {
                groups = Arrays.copyOf(groups, size * 2);
                counts = Arrays.copyOf(counts, size * 2);
            }
            groups[size] = group;
            counts[size++] = 0;
        }
        int before = counts[i];
        counts[i] += by;
        if (in != null) {
            group.change(in, slot, before, counts[i]);
        }
        if (counts[i] == 0) {
            size--;
            groups[i] = groups[size];
            counts[i] = counts[size];
            groups[size] = null;
        }
    }

    private Group group(int i) {
        Group group = groups[i];
        if (group == null) {
            throw Invariant.broken("no group " + i);
        }
        return group;
    }

    @Override
    public @Nullable String attribute(String name) {
        return row().attributes().get(name);
    }

    @Override
    public boolean agentConnected() {
        return row().agentConnected();
    }

    @Override
    public String agentVersion() {
        return row().agentVersion();
    }

    @Override
    public String ec2InstanceId() {
        return row().identity().ec2InstanceId();
    }

    @Override
    public long registeredAtMillis() {
        return row().identity().registeredAtMillis();
    }

    @Override
    public int runningTasks() {
        return row().runningTasks();
    }

    @Override
    public boolean hasTaskOfGroup(Predicate<String> test) {
        for (int i = 0; i < size; i++) {
            if (test.test(group(i).name)) {
                return true;
            }
        }
        return false;
    }
}
