package dev.kingtide.rehearsal.source;

import dev.kingtide.core.Invariant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that a launch was read from, as it was then.
///
/// @param name relative to the launch directory
/// @param bytes its size
/// @param sha256 of its bytes, in hexadecimal
public record FileRead(String name, int bytes, String sha256) {

    static FileRead of(String name, ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content.duplicate());
            String hash = HexFormat.of().formatHex(digest.digest());
            return new FileRead(name, content.remaining(), hash);
        } catch (NoSuchAlgorithmException missing) {
            throw Invariant.broken("every Java has SHA-256: " + missing);
        }
    }
}
