import dev.kingtide.aws.Api;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Decision;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Calls a control plane as its clients do, so that the AOT cache made of that run has what the
/// first calls of a later one need: the lines of a file in order, `service|operation|body` (TASK
/// stands for a task that an answer named), and then every operation of ECS without input.
///
///     java -cp 'lib/*' cli/tools/TrainUp.java http://127.0.0.1:4566 DATA .build/training-calls.txt
///
/// `./build` runs it while it makes the cache of `kingtide up`. Answers are printed.
final class TrainUp {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern TASK = Pattern.compile("arn:aws:ecs:[^\"]*:task/[^\"]*");
    private static final String REGION = "us-east-1";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final Map<String, String> key = new TreeMap<>();
    private String task = "none";

    private TrainUp(URI endpoint, Path data) throws IOException {
        this.endpoint = endpoint;
        for (String line : Files.readAllLines(data.resolve("credentials"))) {
            String[] setting = line.strip().split("\\s*=\\s*", 2);
            if (setting.length == 2) {
                key.putIfAbsent(setting[0], setting[1]);
            }
        }
    }

    /// The endpoint, the data directory and the file of calls.
    public static void main(String[] arguments) throws Exception {
        TrainUp train = new TrainUp(URI.create(arguments[0]), Path.of(arguments[1]));
        for (String line : Files.readAllLines(Path.of(arguments[2]))) {
            String[] call = line.split("\\|", 3);
            train.call(call[0], call[1], call[2].replace("TASK", train.task));
            if (call[1].equals("RunTask")) {
                Thread.sleep(2_000); // tasks start and are seen
            }
        }
        Api api = new Api(new Nobody(), new Zones(REGION, Map.of()));
        for (String name : api.names()) {
            if (name.startsWith("ecs:")) {
                train.call("ecs", name.substring("ecs:".length()), "{}");
            }
        }
    }

    private record Nobody() implements Turns {
        @Override
        public <T> T decide(Decision<T> decision) {
            throw new IllegalStateException("nothing is decided here");
        }
    }

    private void call(String service, String operation, String body) throws Exception {
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-amz-date", TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (service.equals("ecs")) {
            headers.put("content-type", "application/x-amz-json-1.1");
            headers.put("x-amz-target", "AmazonEC2ContainerServiceV20141113." + operation);
        } else {
            headers.put("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve("/"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        request.header("Authorization", authorization(service, headers, body));
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Matcher found = TASK.matcher(answer.body());
        if (found.find()) {
            task = found.group();
        }
        System.out.println(operation + ": " + answer.statusCode() + ' ' + answer.body());
    }

    /// Signature version 4 (AWS General Reference, "Create a signed AWS API request").
    private String authorization(String service, Map<String, String> headers, String body)
            throws GeneralSecurityException {
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("host", endpoint.getAuthority());
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        String names = String.join(";", signed.keySet());
        canonical.append('\n').append(names).append('\n').append(sha256(body));
        String time = headers.get("x-amz-date");
        String scope = time.substring(0, 8) + '/' + REGION + '/' + service + "/aws4_request";
        String text = "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + sha256("" + canonical);
        byte[] mac = bytes("AWS4" + key.get("aws_secret_access_key"));
        for (String part : (scope + '\n' + text).split("[/\n]", 5)) {
            mac = hmac(mac, part);
        }
        return "AWS4-HMAC-SHA256 Credential="
                + key.get("aws_access_key_id")
                + '/'
                + scope
                + ", SignedHeaders="
                + names
                + ", Signature="
                + HEX.formatHex(mac);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(bytes(text));
    }
}
