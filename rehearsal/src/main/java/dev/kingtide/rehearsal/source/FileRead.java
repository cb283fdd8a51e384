package dev.kingtide.rehearsal.source;

import dev.kingtide.core.Invariant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that a launch was read from, as it was then, or all files of a folder of it.
///
/// @param name relative to the launch directory
/// @param bytes its size
/// @param sha256 of its bytes, in hexadecimal; of a folder's files one after the other
public record FileRead(String name, long bytes, String sha256) {

    static FileRead of(String name, ByteBuffer content) {
        Sum sum = new Sum();
        sum.add(content);
        return sum.of(name);
    }

    /// The sum of several files.
    static final class Sum {
        private final MessageDigest digest;
        private long bytes;

        Sum() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException missing) {
                throw Invariant.broken("every Java has SHA-256: " + missing);
            }
        }

        void add(ByteBuffer content) {
            bytes += content.remaining();
            digest.update(content.duplicate());
        }

        FileRead of(String name) {
            return new FileRead(name, bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }
}
