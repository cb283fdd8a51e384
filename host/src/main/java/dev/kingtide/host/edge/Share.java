package dev.kingtide.host.edge;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of the processes that share a data directory's traffic.
///
/// @param number from 1 on
/// @param of how many there are
public record Share(int number, int of) {

    /// So many can share at most.
    public static final int MOST = 16;

    /// The only one.
    public static final Share ALONE = new Share(1, 1);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})");

    /// @throws IllegalArgumentException when there is no such process
    public Share {
        if (number < 1 || number > of || of > MOST) {
            throw new IllegalArgumentException(
                    "%d/%d is to be 1/1 to %d/%d".formatted(number, of, MOST, MOST));
        }
    }

    /// As [#toString] writes it.
    ///
    /// @throws IllegalArgumentException when it is no such text
    public static Share parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is to be such as 2/3, the second of three".formatted(text));
        }
        return new Share(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /// A file of its own in the data directory: `edge.log`, `edge-2.log`.
    Path file(Path data, String extension) {
        return data.resolve((number == 1 ? "edge." : "edge-" + number + '.') + extension);
    }

    /// What a version is called by those that share; one that listens alone must not be taken for
    /// one of them, because nobody else can listen where it does.
    String version(String version) {
        return of == 1 ? version : version + ", shared";
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
