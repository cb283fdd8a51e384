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
/// `ECS_ENGINE_AUTH_DATA`), else those that `docker login` has left in `config.json` or given to a
/// [CredentialProgram].
///
/// @param settings of the agent
/// @param dockerConfig `config.json` of the Docker CLI
/// @param programs the directories where helpers are found, as `PATH` lists them
record RegistryLogins(AgentSettings settings, Path dockerConfig, String programs) {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryLogins.class);
    private static final String HUB = "https://index.docker.io/v1/";

    /// The user of what is no password but a token.
    private static final String TOKEN = "<token>";

    /// For an image, as the Engine's `X-Registry-Auth`; null when there are none.
    @Nullable String of(String image) {
        String registry = registry(image);
        try {
            return switch (settings.registryAuthType()) {
                case "docker", "dockercfg" -> {
                    JsonNode data = TaskPlan.JSON.readTree(settings.registryAuth());
                    yield noted(data.has("auths") ? data.path("auths") : data, registry);
                }
                default ->
                        Files.exists(dockerConfig)
                                ? loggedIn(
                                        TaskPlan.JSON.readTree(Files.readString(dockerConfig)),
                                        registry)
                                : null;
            };
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("no credentials for {} could be read: {}", registry, e.toString());
            return null;
        }
    }

    /// A helper that is named for the registry, or for all, is the only one asked, as by Docker.
    private @Nullable String loggedIn(JsonNode config, String registry) throws IOException {
        String all = config.path("credsStore").asText("");
        String helper = config.path("credHelpers").path(registry).asText(all);
        if (helper.isEmpty()) {
            return noted(config.path("auths"), registry);
        }
        JsonNode kept = new CredentialProgram(helper, programs).get(registry);
        return kept == null
                ? null
                : header(kept.path("Username").asText(), kept.path("Secret").asText(), registry);
    }

    private static @Nullable String noted(JsonNode logins, String registry) {
        JsonNode login = logins.path(registry);
        if (login.isMissingNode()) {
            login = logins.path("https://" + registry);
        }
        if (login.isMissingNode()) {
            return null;
        }
        String user = login.path("username").asText("");
        String password = login.path("password").asText("");
        String pair = login.path("auth").asText("");
        if (!pair.isEmpty()) {
            String decoded = new String(Base64.getDecoder().decode(pair), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            user = decoded.substring(0, Math.max(0, colon));
            password = decoded.substring(colon + 1);
        }
        return header(user, password, registry);
    }

    /// A user and a password as the Engine's `X-Registry-Auth`.
    static String header(String user, String password, String registry) {
        ObjectNode json = TaskPlan.JSON.createObjectNode();
        if (user.equals(TOKEN)) {
            json.put("identitytoken", password);
        } else {
            json.put("username", user).put("password", password);
        }
        json.put("serveraddress", registry);
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
