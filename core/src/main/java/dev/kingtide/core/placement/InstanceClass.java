package dev.kingtide.core.placement;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.cluster.Resources;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The instances of a cluster that no attribute tells apart: an expression on attributes holds for
/// all of them or for none, and all count as one when tasks are spread over an attribute.
///
/// Each instance has a slot, in order of arrival (a slot that became free is taken again). What it
/// has left stands in columns; an instance that takes no tasks has less than nothing.
final class InstanceClass {
    private static final int SLOTS = 64;
    private static final Resources CLOSED =
            new Resources(Column.CLOSED, Column.CLOSED, Column.CLOSED);

    /// What its instances have in common.
    record Traits(
            SortedMap<String, String> attributes, String zone, @Nullable String capacityProvider) {

        static Traits of(ContainerInstance instance) {
            return new Traits(
                    instance.attributes(), instance.zone(), instance.identity().capacityProvider());
        }
    }

    /// What its instances have in common.
    final Traits traits;

    /// Its place among the classes of its cluster.
    final int number;

    private final LinkedHashMap<HostPort, SlotSet> usersOfPort = new LinkedHashMap<>();
    private final SlotSet freed = new SlotSet();
    private final SlotSet takers = new SlotSet();
    private final Column cpu = new Column(SLOTS);
    private final Column memory = new Column(SLOTS);
    private final Column interfaces = new Column(SLOTS);

    /// Null as long as no instance has had a GPU.
    private @Nullable Column gpus;

    private @Nullable Host[] hosts = new Host[SLOTS];
    private int slots;
    private int open;
    private @Nullable OrderedSlots byCpu;
    private @Nullable OrderedSlots byMemory;

    InstanceClass(Traits traits, int number) {
        this.traits = traits;
        this.number = number;
    }

    /// One more than the highest slot that was ever taken.
    int slots() {
        return slots;
    }

    /// How many of its instances take tasks.
    int open() {
        return open;
    }

    /// The slots of instances that take tasks.
    SlotSet takers() {
        return takers;
    }

    /// The instance in a slot, or null.
    @Nullable Host host(int slot) {
        return hosts[slot];
    }

    /// The instance in a slot that is taken.
    Host taken(int slot) {
        Host host = hosts[slot];
        if (host == null) {
            throw Invariant.broken("no instance in slot " + slot);
        }
        return host;
    }

    /// What a slot has left.
    int left(PlacementStrategy.Packed resource, int slot) {
        return switch (resource) {
            case CPU -> cpu.at(slot);
            case MEMORY -> memory.at(slot);
        };
    }

    /// Whether a slot has enough left for a task; its ports are looked at elsewhere.
    boolean fits(int slot, Reservation task) {
        return cpu.at(slot) >= task.cpuUnits()
                && memory.at(slot) >= task.memoryMib()
                && interfaces.at(slot) >= task.networkInterfaces()
                && (task.gpus() == 0 || (gpus != null && gpus.at(slot) >= task.gpus()));
    }

    /// Whether one of the slots `64 * block` to `64 * block + 63` may have enough left.
    boolean mayFit(int block, Reservation task) {
        return cpu.most(block) >= task.cpuUnits()
                && memory.most(block) >= task.memoryMib()
                && interfaces.most(block) >= task.networkInterfaces()
                && (task.gpus() == 0 || (gpus != null && gpus.most(block) >= task.gpus()));
    }

    /// The slots of instances on which a port is taken, or null.
    @Nullable SlotSet usersOf(HostPort port) {
        return usersOfPort.get(port);
    }

    /// Its slots by what they have left, kept from the first time that somebody asks.
    OrderedSlots ordered(PlacementStrategy.Packed resource) {
        return switch (resource) {
            case CPU -> {
                if (byCpu == null) {
                    byCpu = orderedBy(cpu, memory);
                }
                yield byCpu;
            }
            case MEMORY -> {
                if (byMemory == null) {
                    byMemory = orderedBy(memory, cpu);
                }
                yield byMemory;
            }
        };
    }

    private OrderedSlots orderedBy(Column column, Column other) {
        OrderedSlots ordered = new OrderedSlots(other::at);
        for (int slot = 0; slot < slots; slot++) {
            if (column.at(slot) != Column.CLOSED) {
                ordered.add(column.at(slot), slot);
            }
        }
        return ordered;
    }

    /// Takes an instance in, and gives its slot.
    int add(Host host, ContainerInstance row) {
        int slot = freed.size() > 0 ? lowestFreed() : slots++;
        freed.remove(slot);
        if (slot == hosts.length) {
            grow();
        }
        hosts[slot] = host;
        ports(slot, List.of(), row.portsInUse());
        update(slot, false, row);
        return slot;
    }

    /// Lets an instance go.
    void remove(int slot, ContainerInstance row) {
        ports(slot, row.portsInUse(), List.of());
        set(slot, CLOSED);
        open -= row.takesTasks() ? 1 : 0;
        takers.remove(slot);
        hosts[slot] = null;
        freed.add(slot);
    }

    /// Takes note of what an instance of it has now.
    void update(int slot, boolean wasOpen, ContainerInstance row) {
        boolean isOpen = row.takesTasks();
        if (isOpen != wasOpen) {
            open += isOpen ? 1 : -1;
            if (isOpen) {
                takers.add(slot);
            } else {
                takers.remove(slot);
            }
        }
        set(slot, isOpen ? row.remaining() : CLOSED);
    }

    /// Takes note of which ports are taken on an instance.
    void ports(int slot, List<HostPort> before, List<HostPort> after) {
        for (HostPort port : before) {
            SlotSet users = usersOfPort.get(port);
            if (users != null) {
                users.remove(slot);
            }
        }
        for (HostPort port : after) {
            usersOfPort.computeIfAbsent(port, p -> new SlotSet()).add(slot);
        }
    }

    private void set(int slot, Resources left) {
        order(slot, false);
        cpu.set(slot, left.cpuUnits());
        memory.set(slot, left.memoryMib());
        interfaces.set(slot, left.networkInterfaces());
        if (gpus == null && !left.gpus().isEmpty()) {
            gpus = new Column(hosts.length);
        }
        if (gpus != null) {
            gpus.set(slot, left.gpus().size());
        }
        order(slot, true);
    }

    private void order(int slot, boolean in) {
        if (cpu.at(slot) == Column.CLOSED) {
            return;
        }
        if (byCpu != null) {
            move(byCpu, cpu.at(slot), slot, in);
        }
        if (byMemory != null) {
            move(byMemory, memory.at(slot), slot, in);
        }
    }

    private static void move(OrderedSlots ordered, int value, int slot, boolean in) {
        if (in) {
            ordered.add(value, slot);
        } else {
            ordered.remove(value, slot);
        }
    }

    private int lowestFreed() {
        int word = 0;
        while (freed.word(word) == 0) {
            word++;
        }
        return (word << 6) + Long.numberOfTrailingZeros(freed.word(word));
    }

    private void grow() {
        int size = hosts.length * 2;
        hosts = Arrays.copyOf(hosts, size);
        cpu.grow(size);
        memory.grow(size);
        interfaces.grow(size);
        if (gpus != null) {
            gpus.grow(size);
        }
    }
}
