package dev.kingtide.aws.acm;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The blocks of a text in PEM (RFC 7468); what stands between them is overlooked.
final class PemText {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PemText() {}

    /// A block: what it says it is, and its bytes in base 64.
    record Block(String label, String base64) {

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /// All blocks; null when one is not in base 64.
    static @Nullable List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            Block block = new Block(matcher.group(1), matcher.group(2).replaceAll("\\s", ""));
            try {
                var _ = block.bytes();
            } catch (IllegalArgumentException e) {
                return null;
            }
            blocks.add(block);
        }
        return blocks;
    }
}
