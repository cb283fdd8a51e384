package dev.kingtide.aws.codec;

/// One thing that is wrong with an input: where, what was found, what was expected, and the same in
/// AWS's own words.
///
/// @param kind what is wrong
/// @param path the member, such as `containerDefinitions[0].image`; empty for the whole input
/// @param found what stands there
/// @param expected what should stand there, with the nearest known name for an unknown member
/// @param message AWS's own sentence: of the command line's check for the first three kinds
///   (botocore, validate.py), of the service's for a constraint
public record BadInput(Kind kind, String path, String found, String expected, String message) {

    /// What can be wrong with an input by its shape alone.
    public enum Kind {
        UNKNOWN_MEMBER,
        MISSING_MEMBER,
        WRONG_TYPE,
        CONSTRAINT
    }

    /// What was found, cut to what fits into a line.
    static String shortened(String found) {
        return found.length() <= 60 ? found : found.substring(0, 57) + "...";
    }

    /// The path, what was found and what was expected, in one line.
    @Override
    public String toString() {
        String where = path.isEmpty() ? "" : path + ": ";
        return where + "found " + found + ", expected " + expected;
    }
}
