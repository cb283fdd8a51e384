import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls a control plane as its clients do, so that the AOT cache made of that run has what the
/// first calls of a later one need: the lines of `first-calls.txt` that begin with `start`, in
/// order; what the file says of itself holds.
///
///     java -cp target/tools TrainUp http://127.0.0.1:4566 host/src/main/resources/dev/kingtide/host/first-calls.txt
///
/// `./build` runs it while it makes the cache of `kingtide up`, which runs with `--auth off`: what
/// verifies signatures is in the cache anyway, since every start tries it. Answers are printed.
final class TrainUp {
    private static final Pattern TASK = Pattern.compile("arn:aws:ecs:[^\"]*:task/[^\"]*");
    private static final Map<String, String> TARGETS =
            Map.of(
                    "ecs", "AmazonEC2ContainerServiceV20141113",
                    "acm", "CertificateManager");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private String task = "none";

    private TrainUp(URI endpoint) {
        this.endpoint = endpoint;
    }

    /// The endpoint, and the file of calls.
    public static void main(String[] arguments) throws Exception {
        TrainUp train = new TrainUp(URI.create(arguments[0]));
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] call = line.split("\\|", 4);
            if (call[0].equals("start")) {
                train.call(call[1], call[2], call[3].replace("TASK", train.task));
                if (call[2].equals("RunTask")) {
                    Thread.sleep(2_000); // tasks start and are seen
                }
            }
        }
    }

    private void call(String service, String operation, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve("/"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(body))
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/"
                                        + service
                                        + "/aws4_request, SignedHeaders=host, Signature=00");
        if (TARGETS.containsKey(service)) {
            request.header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", TARGETS.get(service) + '.' + operation);
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(operation + ": " + answer.statusCode() + ' ' + answer.body());
        Matcher found = TASK.matcher(answer.body());
        if (found.find()) {
            task = found.group();
        }
    }
}
