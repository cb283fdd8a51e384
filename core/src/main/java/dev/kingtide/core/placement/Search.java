package dev.kingtide.core.placement;

import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.placement.PlacementStrategy.Packed;
import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the best instance of one class for an ask.
///
/// Among equally good instances it takes the first from a point on, and round: a point of the
/// group's own, so that groups do not all crowd the oldest instances, or a drawn one where chance
/// decides.
final class Search {
    /// So few slots are looked at one by one rather than through an order.
    private static final int FEW = 64;

    private final List<SlotSet> left = new ArrayList<>();
    private @Nullable SlotSet only;
    private Request request = Request.NONE;
    private int start;

    /// What is searched for.
    ///
    /// @param needs what the task takes
    /// @param group the group, or null when it has no tasks yet
    /// @param bits where to start, scrambled
    record Request(
            Reservation needs,
            List<PlacementStrategy> strategies,
            List<Expression> perInstance,
            boolean distinct,
            @Nullable Group group,
            long bits) {
        static final Request NONE =
                new Request(Reservation.of(0, 0), List.of(), List.of(), false, null, 0);

        /// What an ask means under a plan.
        static Request of(Ask ask, Plan plan, @Nullable Group group, long bits) {
            return new Request(
                    ask.needs(), plan.rest(), plan.perInstance(), plan.distinct(), group, bits);
        }
    }

    /// Searches for something else from now on.
    void begin(Request next) {
        request = next;
    }

    /// The best slot of a class, or -1 when no instance of it can take the task.
    int best(InstanceClass of) {
        if (of.open() == 0) {
            return -1;
        }
        return narrow(of, enter(of), 0);
    }

    /// Whether a slot of a class can take the task.
    boolean accepts(InstanceClass of, int slot) {
        enter(of);
        return of.host(slot) != null && passes(of, slot);
    }

    private Group.@Nullable Share enter(InstanceClass of) {
        left.clear();
        only = null;
        long scrambled = Dice.mix(request.bits + of.number) >>> 33;
        start = (int) ((scrambled * of.slots()) >>> 31);
        List<HostPort> ports = request.needs.ports();
        for (int i = 0; i < ports.size(); i++) {
            leaveOut(of.usersOf(ports.get(i)));
        }
        Group.Share share = request.group == null ? null : request.group.share(of);
        if (request.distinct && share != null) {
            leaveOut(share.members);
        }
        return share;
    }

    private void leaveOut(@Nullable SlotSet slots) {
        if (slots != null && slots.size() > 0) {
            left.add(slots);
        }
    }

    private int narrow(InstanceClass of, Group.@Nullable Share share, int i) {
        if (i == request.strategies.size()) {
            return firstFromStart(of);
        }
        return switch (request.strategies.get(i)) {
            case PlacementStrategy.SpreadInstance() -> leastShared(of, share, i);
            case Binpack(Packed resource) -> packed(of, i, resource);
            // the same for all instances of a class
            case PlacementStrategy.SpreadAttribute(_), PlacementStrategy.Random() ->
                    narrow(of, share, i + 1);
        };
    }

    /// The best of the slots with the fewest tasks of the group.
    private int leastShared(InstanceClass of, Group.@Nullable Share share, int i) {
        if (only != null || share == null || share.members.size() == 0) {
            return narrow(of, share, i + 1);
        }
        left.add(share.members);
        int slot = narrow(of, share, i + 1);
        left.removeLast();
        if (slot >= 0 || request.distinct || first(of, 0, of.slots()) < 0) {
            return slot;
        }
        for (int level = 1; slot < 0 && level <= share.levels(); level++) {
            if (share.level(level).size() > 0) {
                only = share.level(level);
                slot = narrow(of, share, i + 1);
            }
        }
        only = null;
        return slot;
    }

    /// The best of the slots with the least left of a resource.
    private int packed(InstanceClass of, int i, Packed resource) {
        SlotSet few = only;
        if (few != null && few.size() <= FEW) {
            return bestOf(of, few, i);
        }
        OrderedSlots ordered = of.ordered(resource);
        int cpu = request.needs.cpuUnits();
        int memory = request.needs.memoryMib();
        int own = resource == Packed.CPU ? cpu : memory;
        int other = resource == Packed.CPU ? memory : cpu;
        int slot =
                ordered.first(OrderedSlots.key(own, 0), Long.MAX_VALUE, other, s -> passes(of, s));
        if (slot < 0) {
            return -1;
        }
        int least = of.left(resource, slot);
        long end = OrderedSlots.key(least + 1, 0);
        if (!decides(i + 1)) {
            int fromStart =
                    ordered.first(OrderedSlots.key(least, start), end, other, s -> passes(of, s));
            return fromStart >= 0 ? fromStart : slot;
        }
        int best = slot;
        while (slot >= 0) {
            best = before(of, slot, best, i + 1) ? slot : best;
            slot = ordered.first(OrderedSlots.key(least, slot + 1), end, other, s -> passes(of, s));
        }
        return best;
    }

    private int bestOf(InstanceClass of, SlotSet slots, int i) {
        int best = -1;
        for (int w = 0; w < slots.wordCount(); w++) {
            for (long bits = slots.word(w); bits != 0; bits &= bits - 1) {
                int slot = (w << 6) + Long.numberOfTrailingZeros(bits);
                if (passes(of, slot) && (best < 0 || before(of, slot, best, i))) {
                    best = slot;
                }
            }
        }
        return best;
    }

    /// Whether a strategy from the i-th on tells instances of one class apart.
    private boolean decides(int from) {
        for (int i = from; i < request.strategies.size(); i++) {
            switch (request.strategies.get(i)) {
                case PlacementStrategy.SpreadInstance(), Binpack(_) -> {
                    return true;
                }
                case PlacementStrategy.SpreadAttribute(_), PlacementStrategy.Random() -> {}
            }
        }
        return false;
    }

    /// Whether a slot is better than another by the strategies from the i-th on, or comes first.
    private boolean before(InstanceClass of, int slot, int than, int from) {
        for (int i = from; i < request.strategies.size(); i++) {
            int sign =
                    switch (request.strategies.get(i)) {
                        case PlacementStrategy.SpreadInstance() ->
                                Integer.compare(tasksOn(of, slot), tasksOn(of, than));
                        case Binpack(Packed resource) ->
                                Integer.compare(of.left(resource, slot), of.left(resource, than));
                        case PlacementStrategy.SpreadAttribute(_), PlacementStrategy.Random() -> 0;
                    };
            if (sign != 0) {
                return sign < 0;
            }
        }
        return (slot >= start) == (than >= start) ? slot < than : slot >= start;
    }

    private int tasksOn(InstanceClass of, int slot) {
        return of.taken(slot).tasksOf(request.group);
    }

    private int firstFromStart(InstanceClass of) {
        int slot = first(of, start, of.slots());
        return slot >= 0 ? slot : first(of, 0, start);
    }

    /// The first slot from `from` (in) to `to` (out) that can take the task, or -1.
    private int first(InstanceClass of, int from, int to) {
        int last = (to + 63) >> 6;
        for (int block = from >> 6; block < last; block++) {
            if (!of.mayFit(block, request.needs)) {
                continue;
            }
            long mask = mask(block);
            if (block == from >> 6) {
                mask &= -1L << from;
            }
            for (; mask != 0; mask &= mask - 1) {
                int slot = (block << 6) + Long.numberOfTrailingZeros(mask);
                if (slot >= to) {
                    return -1;
                }
                if (fitsAndHolds(of, slot)) {
                    return slot;
                }
            }
        }
        return -1;
    }

    private long mask(int block) {
        long mask = only == null ? -1L : only.word(block);
        for (int i = 0; i < left.size(); i++) {
            mask &= ~left.get(i).word(block);
        }
        return mask;
    }

    private boolean passes(InstanceClass of, int slot) {
        if (only != null && !only.has(slot)) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).has(slot)) {
                return false;
            }
        }
        return fitsAndHolds(of, slot);
    }

    private boolean fitsAndHolds(InstanceClass of, int slot) {
        if (!of.fits(slot, request.needs)) {
            return false;
        }
        for (int i = 0; i < request.perInstance.size(); i++) {
            if (!request.perInstance.get(i).holds(of.taken(slot))) {
                return false;
            }
        }
        return true;
    }
}
