package dev.kingtide.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Calls Amazon ECS's API of a control plane that asks for no proof of identity, as Kingtide's own
/// measurements do: in account 123456789012 and us-east-1.
///
/// @param endpoint of the control plane
public record EcsCaller(URI endpoint) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The account and the region; nobody checks the rest.
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/ecs/aws4_request,"
                    + " SignedHeaders=host, Signature=00";

    /// The call was refused, for this reason.
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /// What an operation answers.
    ///
    /// @throws Refused when it is turned down
    /// @throws IOException when nothing is answered within half a minute
    public JsonNode call(String operation, JsonNode input)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                        .header("Authorization", AUTHORIZATION)
                        .POST(HttpRequest.BodyPublishers.ofString(input.toString()))
                        .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode json = JSON.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new Refused(operation + ": " + json.path("message").asText(answer.body()));
        }
        return json;
    }
}
