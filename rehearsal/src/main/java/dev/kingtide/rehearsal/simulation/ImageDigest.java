package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Digests;
import java.util.HexFormat;

/// The digest by which a simulated registry knows an image: the one that its name is pinned to, and
/// otherwise one that follows from the name, as nobody here has seen the image.
final class ImageDigest {
    private static final String PIN = "@sha256:";

    private ImageDigest() {}

    /// `sha256:` and 64 hexadecimal digits.
    static String of(String image) {
        int pin = image.indexOf(PIN);
        return pin >= 0
                ? image.substring(pin + 1)
                : "sha256:" + HexFormat.of().formatHex(Digests.sha256(image));
    }
}
