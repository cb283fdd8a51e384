package dev.kingtide.host;

import dev.kingtide.aws.Principal;
import dev.kingtide.aws.wire.AccessKey;
import dev.kingtide.aws.wire.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The access keys of a data directory, from its file `credentials`: the form of AWS's own, with an
/// account as each profile's name, or a user of one.
///
///     [123456789012]
///     aws_access_key_id = AKIA...
///     aws_secret_access_key = ...
///
///     [123456789012:user/ann]
///     aws_access_key_id = AKIA...
///     aws_secret_access_key = ...
///
/// An account alone stands for its owner. A further account is a further profile, written by hand;
/// the file is read at the start.
final class KeyRing implements Credentials {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final Pattern PROFILE = Pattern.compile("\\[\\s*(?:profile\\s+)?(\\S+)\\s*]");
    private static final Pattern PRINCIPAL =
            Pattern.compile("(\\d{12})(?::root|:user(/(?:[!-~]+/)?)([\\w+=,.@-]{1,64}))?");
    private static final Pattern SETTING = Pattern.compile("([a-z_]+)\\s*=\\s*(\\S+)");
    private final Map<String, Key> byId;

    /// A key with its id.
    record Key(String id, AccessKey key) {}

    private KeyRing(Map<String, Key> byId) {
        this.byId = Collections.unmodifiableMap(byId);
    }

    /// Reads the keys of a file; makes the file with one key for an account if it is not there.
    ///
    /// @throws UnusableData when it cannot be read, or says something else than it should
    static KeyRing open(Path file, String account) {
        try {
            if (!Files.exists(file)) {
                create(file, account);
            }
            return read(file);
        } catch (IOException e) {
            throw new UnusableData("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void create(Path file, String account) throws IOException {
        var random = new SecureRandom();
        String text =
                "# The access keys that this Kingtide takes: each account's is a profile.\n["
                        + account
                        + "]\naws_access_key_id = AKIA"
                        + letters(random, LETTERS, 16)
                        + "\naws_secret_access_key = "
                        + letters(random, SECRET_LETTERS, 40)
                        + "\n";
        var mine = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static String letters(SecureRandom random, String of, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    private static KeyRing read(Path file) throws IOException {
        Map<String, Map<String, String>> profiles = new LinkedHashMap<>();
        Map<String, String> current = null;
        int number = 0;
        for (String raw : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            String line = raw.strip();
            Matcher profile = PROFILE.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (profile.matches() && principal(profile.group(1)) != null) {
                current = profiles.computeIfAbsent(profile.group(1), _ -> new LinkedHashMap<>());
            } else if (setting.matches() && current != null) {
                current.put(setting.group(1), setting.group(2));
            } else {
                throw new UnusableData(
                        file
                                + ", line "
                                + number
                                + ": expected a profile whose name is an account of twelve digits,"
                                + " such as [123456789012], or a user of one, such as"
                                + " [123456789012:user/ann], and in it aws_access_key_id = ... and"
                                + " aws_secret_access_key = ...");
            }
        }
        Map<String, Key> keys = new LinkedHashMap<>();
        profiles.forEach((name, settings) -> {
            String id = settings.get("aws_access_key_id");
            String secret = settings.get("aws_secret_access_key");
            Principal principal = principal(name);
            if (principal == null || id == null || secret == null) {
                throw new UnusableData(
                        file
                                + ": the profile ["
                                + name
                                + "] needs aws_access_key_id and aws_secret_access_key");
            }
            keys.put(id, new Key(id, new AccessKey(principal, secret, null)));
        });
        if (keys.isEmpty()) {
            throw new UnusableData(
                    file + ": has no key; remove the file and a new one is made at the next start");
        }
        return new KeyRing(keys);
    }

    /// Who a profile is: the part of an ARN behind `arn:aws:iam::`; null when it is nobody.
    private static @Nullable Principal principal(String name) {
        Matcher parts = PRINCIPAL.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        String user = parts.group(3);
        return user == null
                ? new Principal.Root(parts.group(1))
                : new Principal.User(parts.group(1), parts.group(2), user);
    }

    /// The first key.
    Key first() {
        return byId.values().iterator().next();
    }

    @Override
    public @Nullable AccessKey find(String accessKeyId) {
        Key found = byId.get(accessKeyId);
        return found == null ? null : found.key();
    }
}
