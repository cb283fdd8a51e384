package dev.kingtide.core.placement;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
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
/// has left stands in columns, with the maximum of each 64 slots; an instance that takes no tasks
/// has less than nothing.
final class InstanceClass {
    private static final int CLOSED = -1;

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
    private @Nullable Host[] hosts = new Host[64];
    private int[] cpu = new int[64];
    private int[] memory = new int[64];
    private int[] interfaces = new int[64];
    private int[] blockCpu = new int[1];
    private int[] blockMemory = new int[1];
    private int[] blockInterfaces = new int[1];
    private int slots;
    private int open;
    private @Nullable OrderedSlots byCpu;
    private @Nullable OrderedSlots byMemory;

    InstanceClass(Traits traits, int number) {
        this.traits = traits;
        this.number = number;
        blockCpu[0] = blockMemory[0] = blockInterfaces[0] = CLOSED;
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
            case CPU -> cpu[slot];
            case MEMORY -> memory[slot];
        };
    }

    /// Whether a slot has enough left.
    boolean fits(int slot, int cpuUnits, int memoryMib, int networkInterfaces) {
        return cpu[slot] >= cpuUnits
                && memory[slot] >= memoryMib
                && interfaces[slot] >= networkInterfaces;
    }

    /// Whether one of the slots `64 * block` to `64 * block + 63` may have enough left.
    boolean mayFit(int block, int cpuUnits, int memoryMib, int networkInterfaces) {
        return blockCpu[block] >= cpuUnits
                && blockMemory[block] >= memoryMib
                && blockInterfaces[block] >= networkInterfaces;
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
                    byCpu = orderedBy(cpu);
                }
                yield byCpu;
            }
            case MEMORY -> {
                if (byMemory == null) {
                    byMemory = orderedBy(memory);
                }
                yield byMemory;
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // which of the two columns, not what they hold
    private OrderedSlots orderedBy(int[] column) {
        boolean isCpu = column == cpu;
        OrderedSlots ordered = new OrderedSlots(slot -> isCpu ? memory[slot] : cpu[slot]);
        for (int slot = 0; slot < slots; slot++) {
            if (column[slot] != CLOSED) {
                ordered.add(column[slot], slot);
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
        cpu[slot] = memory[slot] = interfaces[slot] = CLOSED;
        ports(slot, List.of(), row.portsInUse());
        update(slot, false, row);
        return slot;
    }

    /// Lets an instance go.
    void remove(int slot, ContainerInstance row) {
        ports(slot, row.portsInUse(), List.of());
        set(slot, new Resources(CLOSED, CLOSED, CLOSED));
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
        set(slot, isOpen ? row.remaining() : new Resources(CLOSED, CLOSED, CLOSED));
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
        int oldCpu = cpu[slot];
        int oldMemory = memory[slot];
        int oldInterfaces = interfaces[slot];
        cpu[slot] = left.cpuUnits();
        memory[slot] = left.memoryMib();
        interfaces[slot] = left.networkInterfaces();
        raise(cpu, blockCpu, slot, oldCpu);
        raise(memory, blockMemory, slot, oldMemory);
        raise(interfaces, blockInterfaces, slot, oldInterfaces);
        order(slot, true);
    }

    private void order(int slot, boolean in) {
        if (cpu[slot] == CLOSED) {
            return;
        }
        if (byCpu != null) {
            move(byCpu, cpu[slot], slot, in);
        }
        if (byMemory != null) {
            move(byMemory, memory[slot], slot, in);
        }
    }

    private static void move(OrderedSlots ordered, int value, int slot, boolean in) {
        if (in) {
            ordered.add(value, slot);
        } else {
            ordered.remove(value, slot);
        }
    }

    /// Keeps the maximum of a block.
    private void raise(int[] column, int[] maxima, int slot, int old) {
        int block = slot >> 6;
        if (column[slot] >= maxima[block]) {
            maxima[block] = column[slot];
        } else if (old == maxima[block]) {
            int max = CLOSED;
            for (int i = block << 6; i < Math.min(slots, (block + 1) << 6); i++) {
                max = Math.max(max, column[i]);
            }
            maxima[block] = max;
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
        cpu = Arrays.copyOf(cpu, size);
        memory = Arrays.copyOf(memory, size);
        interfaces = Arrays.copyOf(interfaces, size);
        int from = blockCpu.length;
        blockCpu = Arrays.copyOf(blockCpu, size >> 6);
        blockMemory = Arrays.copyOf(blockMemory, size >> 6);
        blockInterfaces = Arrays.copyOf(blockInterfaces, size >> 6);
        Arrays.fill(blockCpu, from, size >> 6, CLOSED);
        Arrays.fill(blockMemory, from, size >> 6, CLOSED);
        Arrays.fill(blockInterfaces, from, size >> 6, CLOSED);
    }
}
