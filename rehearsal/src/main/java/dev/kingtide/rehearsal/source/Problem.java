package dev.kingtide.rehearsal.source;

/// Something in a launch that cannot be used.
///
/// @param place where it is written
/// @param found what is there
/// @param expected what was expected, or what to do
public record Problem(Place place, String found, String expected) {
    private static final int SHOWN_MAX = 300;

    /// One line: place, what was found, what was expected.
    @Override
    public String toString() {
        return place + ": " + shown() + (expected.isEmpty() ? "" : "; " + expected);
    }

    /// What was found without what would upset a terminal: control characters, endless values.
    private String shown() {
        String plain = found.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN_MAX ? plain : plain.substring(0, SHOWN_MAX) + "...";
    }
}
