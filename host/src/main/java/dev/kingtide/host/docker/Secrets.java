package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of secrets, from a JSON file that stands for AWS Secrets Manager and the Parameter
/// Store: `{"arn or name": "value", "another": {"username": "...", "password": "..."}}`.
///
/// The file is read at each use, so that a changed one counts for the next task.
///
/// @param file `secrets.json` of the data directory
record Secrets(Path file) {
    /// Parts of the ARN of a secret, before the key that may follow.
    private static final int ARN_PARTS = 7;

    /// A value, or null when the file does not have it.
    ///
    /// @param from `valueFrom` of a definition: a name, an ARN, or the ARN of a secret with
    ///   `:json-key:version-stage:version-id` (ECS developer guide, secrets-envvar-secrets-manager)
    /// @throws IOException when the file cannot be read
    @Nullable String value(String from) throws IOException {
        JsonNode whole = find(from);
        if (!whole.isMissingNode()) {
            return text(whole);
        }
        String[] parts = from.split(":", -1);
        if (parts.length <= ARN_PARTS || !from.startsWith("arn:")) {
            return null;
        }
        String arn = String.join(":", Arrays.copyOf(parts, ARN_PARTS));
        JsonNode secret = find(arn);
        String key = parts[ARN_PARTS];
        if (secret.isTextual() && !key.isEmpty()) {
            secret = TaskPlan.JSON.readTree(secret.asText());
        }
        JsonNode value = key.isEmpty() ? secret : secret.path(key);
        return value.isMissingNode() ? null : text(value);
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private JsonNode find(String name) throws IOException {
        if (!Files.exists(file)) {
            return TaskPlan.JSON.missingNode();
        }
        return TaskPlan.JSON.readTree(Files.readString(file)).path(name);
    }
}
