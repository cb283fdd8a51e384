package dev.kingtide.aws.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of an HTTP message's head.
public record Header(String name, String value) {

    /// The value of the first header of this name, in any case of letters; null without.
    static @Nullable String find(List<Header> headers, String name) {
        for (Header header : headers) {
            if (header.name.equalsIgnoreCase(name)) {
                return header.value;
            }
        }
        return null;
    }
}
