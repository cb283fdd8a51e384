import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls a control plane as its clients do, so that the AOT cache made of that run has what the
/// first calls of a later one need: the lines of a file in order, `service|operation|body` (TASK
/// stands for a task that an answer named), or `recorded|operation|` for what real clients were
/// recorded to send. Every class in the cache costs every start 20 us, so only operations are in
/// the file that nearly everybody calls, or whose first call would be long for another reason than
/// its model, which is read ahead.
///
///     java -cp 'lib/*' cli/tools/TrainUp.java http://127.0.0.1:4566 .build/training-calls.txt recorded.jsonl
///
/// `./build` runs it while it makes the cache of `kingtide up`, which runs with `--auth off`: what
/// verifies signatures is in the cache anyway, since every start tries it. Answers are printed.
final class TrainUp {
    private static final Pattern TASK = Pattern.compile("arn:aws:ecs:[^\"]*:task/[^\"]*");
    private static final List<String> OWN = List.of("host", "content-length", "connection");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private String task = "none";

    private TrainUp(URI endpoint) {
        this.endpoint = endpoint;
    }

    /// The endpoint, the file of calls and the file of recorded requests.
    public static void main(String[] arguments) throws Exception {
        TrainUp train = new TrainUp(URI.create(arguments[0]));
        List<JsonNode> recorded = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[2]))) {
            recorded.add(JsonMapper.builder().build().readTree(line));
        }
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] call = line.split("\\|", 3);
            if (call[0].equals("recorded")) {
                train.replay(recorded, call[1]);
                continue;
            }
            train.call(call[0], call[1], call[2].replace("TASK", train.task));
            if (call[1].equals("RunTask")) {
                Thread.sleep(2_000); // tasks start and are seen
            }
        }
    }

    private void replay(List<JsonNode> recorded, String operation) throws Exception {
        boolean found = false;
        for (JsonNode request : recorded) {
            boolean named = request.path("text").asText().startsWith("Action=" + operation + '&');
            for (JsonNode header : request.path("headers")) {
                named |= header.path(0).asText().equalsIgnoreCase("X-Amz-Target")
                        && header.path(1).asText().endsWith('.' + operation);
            }
            if (named) {
                replay(request);
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("nobody was recorded to call " + operation);
        }
    }

    private void call(String service, String operation, String body) throws Exception {
        HttpRequest.Builder request =
                request("/", "POST", BodyPublishers.ofString(body))
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/"
                                        + service
                                        + "/aws4_request, SignedHeaders=host, Signature=00");
        if (service.equals("ecs")) {
            request.header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation);
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        }
        Matcher found = TASK.matcher(send(operation, request));
        if (found.find()) {
            task = found.group();
        }
    }

    private void replay(JsonNode recorded) throws Exception {
        BodyPublisher body =
                recorded.has("base64")
                        ? BodyPublishers.ofByteArray(
                                Base64.getDecoder().decode(recorded.path("base64").asText()))
                        : BodyPublishers.ofString(recorded.path("text").asText());
        HttpRequest.Builder request =
                request(recorded.path("target").asText(), recorded.path("method").asText(), body);
        for (JsonNode header : recorded.path("headers")) {
            if (!OWN.contains(header.path(0).asText().toLowerCase(Locale.ROOT))) {
                request.header(header.path(0).asText(), header.path(1).asText());
            }
        }
        send(recorded.path("client").asText(), request);
    }

    private HttpRequest.Builder request(String target, String method, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(endpoint + target))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
    }

    private String send(String what, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(what + ": " + answer.statusCode() + ' ' + answer.body());
        return answer.body();
    }
}
