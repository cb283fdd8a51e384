package dev.kingtide.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// The slots of an [InstanceClass] by how much is left of one resource, least first, equal ones by
/// slot.
///
/// Sorted blocks of at most 128 entries, each with an upper bound of what its slots have left of
/// another resource: adding and removing cost a search and one short move of memory, and a search
/// passes over a block in which nothing can fit.
final class OrderedSlots {
    private static final int BLOCK = 128;

    private final List<Block> blocks = new ArrayList<>();
    private final IntUnaryOperator otherOf;

    private static final class Block {
        final long[] keys = new long[BLOCK];
        int size;
        int otherMax = -1;
        boolean otherMaxIsStale;
    }

    /// Empty; `otherOf` gives what a slot has left of the other resource.
    OrderedSlots(IntUnaryOperator otherOf) {
        this.otherOf = otherOf;
    }

    /// The key of a slot with a value: keys are ordered as slots are.
    static long key(int value, int slot) {
        return (long) value << 32 | slot;
    }

    void add(int value, int slot) {
        long key = key(value, slot);
        int at = blockOf(key);
        if (at < 0) {
            blocks.add(new Block());
            at = 0;
        }
        Block block = blocks.get(at);
        if (block.size == BLOCK) {
            split(at);
            at = blockOf(key);
            block = blocks.get(at);
        }
        int i = lowerBound(block, key);
        System.arraycopy(block.keys, i, block.keys, i + 1, block.size - i);
        block.keys[i] = key;
        block.size++;
        block.otherMax = Math.max(block.otherMax, otherOf.applyAsInt(slot));
    }

    void remove(int value, int slot) {
        long key = key(value, slot);
        int at = blockOf(key);
        Block block = blocks.get(at);
        int i = lowerBound(block, key);
        System.arraycopy(block.keys, i + 1, block.keys, i, block.size - i - 1);
        block.size--;
        block.otherMaxIsStale = true;
        if (block.size == 0) {
            blocks.remove(at);
        }
    }

    /// The first slot with a key from `from` (in) to `to` (out) that passes the test, or -1; every
    /// slot that can pass has at least `otherLeast` of the other resource.
    int first(long from, long to, int otherLeast, IntPredicate test) {
        for (int b = Math.max(0, blockOf(from)); b < blocks.size(); b++) {
            Block block = blocks.get(b);
            if (block.keys[0] >= to) {
                return -1;
            }
            if (block.otherMax < otherLeast) {
                continue;
            }
            for (int i = lowerBound(block, from); i < block.size; i++) {
                long key = block.keys[i];
                if (key >= to) {
                    return -1;
                }
                if (test.test((int) key)) {
                    return (int) key;
                }
            }
            refresh(block);
        }
        return -1;
    }

    private void refresh(Block block) {
        if (block.otherMaxIsStale) {
            int max = -1;
            for (int i = 0; i < block.size; i++) {
                max = Math.max(max, otherOf.applyAsInt((int) block.keys[i]));
            }
            block.otherMax = max;
            block.otherMaxIsStale = false;
        }
    }

    /// The last block that begins with the key or a smaller one, the first if none does, -1 if
    /// there is none at all.
    private int blockOf(long key) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).keys[0] <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Math.min(low, high);
    }

    private static int lowerBound(Block block, long key) {
        int low = 0;
        int high = block.size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block.keys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void split(int at) {
        Block left = blocks.get(at);
        Block right = new Block();
        int half = BLOCK / 2;
        System.arraycopy(left.keys, half, right.keys, 0, BLOCK - half);
        right.size = BLOCK - half;
        left.size = half;
        right.otherMax = left.otherMax;
        left.otherMaxIsStale = true;
        right.otherMaxIsStale = true;
        blocks.add(at + 1, right);
    }
}
