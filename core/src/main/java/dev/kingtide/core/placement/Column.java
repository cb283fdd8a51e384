package dev.kingtide.core.placement;

import java.util.Arrays;

/// What the slots of an [InstanceClass] have left of one resource, with the maximum of each 64
/// slots, so that a search passes over those in which nothing can fit.
final class Column {

    /// What a slot has that takes no tasks: less than nothing.
    static final int CLOSED = -1;

    private int[] left;
    private int[] most;

    /// All closed; `slots` is a multiple of 64.
    Column(int slots) {
        left = new int[slots];
        most = new int[slots >> 6];
        Arrays.fill(left, CLOSED);
        Arrays.fill(most, CLOSED);
    }

    /// What a slot has left.
    int at(int slot) {
        return left[slot];
    }

    /// The maximum of the slots `64 * block` to `64 * block + 63`.
    int most(int block) {
        return most[block];
    }

    /// Takes note of what a slot has left now.
    void set(int slot, int value) {
        int old = left[slot];
        left[slot] = value;
        int block = slot >> 6;
        if (value >= most[block]) {
            most[block] = value;
        } else if (old == most[block]) {
            int max = CLOSED;
            for (int i = block << 6; i < (block + 1) << 6; i++) {
                max = Math.max(max, left[i]);
            }
            most[block] = max;
        }
    }

    /// Has room for so many slots; those that come are closed.
    void grow(int slots) {
        int from = left.length;
        left = Arrays.copyOf(left, slots);
        most = Arrays.copyOf(most, slots >> 6);
        Arrays.fill(left, from, slots, CLOSED);
        Arrays.fill(most, from >> 6, slots >> 6, CLOSED);
    }
}
