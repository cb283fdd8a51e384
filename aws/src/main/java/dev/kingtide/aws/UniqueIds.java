package dev.kingtide.aws;

/// The letters and digits of AWS's ids of keys, users and roles (IAM user guide,
/// reference_identifiers, unique identifiers).
final class UniqueIds {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private UniqueIds() {}

    /// So many of them, which follow from a hash.
    static String letters(byte[] hash, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(hash[i] & 31));
        }
        return text.toString();
    }
}
