package dev.kingtide.rehearsal.source;

/// Something in a launch that cannot be used.
///
/// @param place where it is written
/// @param found what is there
/// @param expected what was expected, or what to do
public record Problem(Place place, String found, String expected) {

    /// One line: place, what was found, what was expected.
    @Override
    public String toString() {
        return place + ": " + found + (expected.isEmpty() ? "" : "; " + expected);
    }
}
