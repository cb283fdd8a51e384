package dev.kingtide.core.time;

/// Chance, as a function of the seed and of what is drawn for.
///
/// A draw depends on nothing that was drawn before it, so two runs that differ in one setting still
/// meet the same crowd and the same slow task (common random numbers). The mixing function is the
/// finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
/// OOPSLA 2014).
///
/// @param seed the same seed, the same draws
public record Dice(long seed) {

    /// 64 random bits for a purpose and a subject.
    public long bits(String purpose, String subject) {
        return mix(mix(seed ^ hash(purpose)) ^ hash(subject));
    }

    /// 64 random bits for a purpose and a number, such as a second.
    public long bits(String purpose, long number) {
        return mix(mix(seed ^ hash(purpose)) + number * 0x9E3779B97F4A7C15L);
    }

    /// Uniform in [0, 1).
    public double uniform(String purpose, String subject) {
        return unit(bits(purpose, subject));
    }

    /// Uniform in [0, 1).
    public double uniform(String purpose, long number) {
        return unit(bits(purpose, number));
    }

    /// A whole number in [0, bound), evenly.
    public int below(int bound, String purpose, String subject) {
        return (int) (uniform(purpose, subject) * bound);
    }

    /// Other dice, for a named part of the work; they share no draw with these.
    public Dice fork(String purpose) {
        return new Dice(mix(seed ^ hash(purpose)));
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /// A 64-bit hash of a string (FNV-1a), so that longer names do not collide as `String.hashCode`
    /// does.
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    /// A one-to-one scrambling of 64 bits.
    public static long mix(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
