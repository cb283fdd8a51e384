package dev.kingtide.core.placement;

import java.util.Arrays;

/// A set of slots of an [InstanceClass], 64 to a word, so that a search can leave out or take in
/// many at once.
final class SlotSet {
    private static final long[] EMPTY = {};

    private long[] words = EMPTY;
    private int size;

    /// Whether a slot is in it.
    boolean has(int slot) {
        return (word(slot >> 6) & (1L << slot)) != 0;
    }

    /// The slots `64 * i` to `64 * i + 63`, the first in the lowest bit.
    long word(int i) {
        return i < words.length ? words[i] : 0;
    }

    /// How many slots are in it.
    int size() {
        return size;
    }

    /// One more than the highest word that may have a slot.
    int wordCount() {
        return words.length;
    }

    void add(int slot) {
        int i = slot >> 6;
        if (i >= words.length) {
            words = Arrays.copyOf(words, Math.max(i + 1, words.length * 3 / 2));
        }
        size += (words[i] & (1L << slot)) == 0 ? 1 : 0;
        words[i] |= 1L << slot;
    }

    void remove(int slot) {
        if (has(slot)) {
            words[slot >> 6] &= ~(1L << slot);
            size--;
        }
    }
}
