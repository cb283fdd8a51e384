package dev.kingtide.host.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Credentials for registries: those of the agent's environment (`ECS_ENGINE_AUTH_TYPE` and
/// `ECS_ENGINE_AUTH_DATA`), else those that `docker login` has left in `config.json`.
///
/// @param settings of the agent
/// @param dockerConfig `config.json` of the Docker CLI
record RegistryLogins(AgentSettings settings, Path dockerConfig) {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryLogins.class);
    private static final String HUB = "https://index.docker.io/v1/";

    /// For an image, as the Engine's `X-Registry-Auth`; null when there are none.
    @Nullable String of(String image) {
        String registry = registry(image);
        try {
            JsonNode logins = logins();
            JsonNode login = logins.path(registry);
            if (login.isMissingNode()) {
                login = logins.path("https://" + registry);
            }
            if (login.isMissingNode()) {
                return null;
            }
            String user = login.path("username").asText("");
            String password = login.path("password").asText("");
            if (login.hasNonNull("auth") && !login.path("auth").asText().isEmpty()) {
                byte[] decoded = Base64.getDecoder().decode(login.path("auth").asText());
                String pair = new String(decoded, StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                user = pair.substring(0, Math.max(0, colon));
                password = pair.substring(colon + 1);
            }
            return header(user, password, registry);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("no credentials for {} could be read: {}", registry, e.toString());
            return null;
        }
    }

    private JsonNode logins() throws IOException {
        return switch (settings.registryAuthType()) {
            case "docker", "dockercfg" -> {
                JsonNode data = TaskPlan.JSON.readTree(settings.registryAuth());
                yield data.has("auths") ? data.path("auths") : data;
            }
            default ->
                    Files.exists(dockerConfig)
                            ? TaskPlan.JSON.readTree(Files.readString(dockerConfig)).path("auths")
                            : TaskPlan.JSON.missingNode();
        };
    }

    /// A user and a password as the Engine's `X-Registry-Auth`.
    static String header(String user, String password, String registry) {
        ObjectNode json = TaskPlan.JSON.createObjectNode();
        json.put("username", user).put("password", password).put("serveraddress", registry);
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /// The same from the value of a secret, `{"username": ..., "password": ...}` (ECS developer
    /// guide, private-auth).
    ///
    /// @throws JsonProcessingException when it is no JSON
    static String header(String secret, String image) throws JsonProcessingException {
        JsonNode json = TaskPlan.JSON.readTree(secret);
        return header(
                json.path("username").asText(), json.path("password").asText(), registry(image));
    }

    /// The registry of an image: what is before the first slash, if it can be a host.
    static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : HUB;
    }
}
