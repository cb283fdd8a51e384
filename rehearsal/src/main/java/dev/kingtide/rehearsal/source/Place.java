package dev.kingtide.rehearsal.source;

/// Where something is written.
///
/// @param file the file's name as the launch knows it, or the command-line option
/// @param line from 1; 0 when there is none
/// @param column from 1; 0 when there is none
public record Place(String file, int line, int column) {

    /// A whole file or option.
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    /// `file`, `file:line` or `file:line:column`.
    @Override
    public String toString() {
        return line == 0
                ? file
                : column == 0 ? file + ':' + line : file + ':' + line + ':' + column;
    }
}
