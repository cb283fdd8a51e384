package dev.kingtide.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The row that a page of a list ended with, as the token says it with which the next one is asked
/// for.
///
/// @param key its key
/// @param stamp when it came to be, or another number that only grows through the list
public record PageMark(String key, long stamp) {
    private static final String SEPARATOR = "\n";

    /// The token, which is for this list only.
    public String token(String list) {
        String text = list + SEPARATOR + stamp + SEPARATOR + key;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What a token says; null when it is none of this list's.
    public static @Nullable PageMark read(String list, String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, 3);
            return parts.length == 3 && parts[0].equals(list)
                    ? new PageMark(parts[2], Long.parseLong(parts[1]))
                    : null;
        } catch (IllegalArgumentException e) {
            return null; // neither Base64 nor a number: nothing that we gave
        }
    }
}
