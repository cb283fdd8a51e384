package dev.kingtide.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// Requests to ECS as bytes for a socket, signed by AWS's own signer.
record Signing(URI endpoint, String accessKeyId, String secret) {

    /// A whole HTTP request.
    byte[] request(String operation, String input) throws IOException {
        byte[] body = input.getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(endpoint + "/"))
                        .putHeader(
                                "X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("Content-Length", String.valueOf(body.length))
                        .build();
        SdkHttpRequest signed =
                AwsV4HttpSigner.create()
                        .sign(r ->
                                r.identity(AwsBasicCredentials.create(accessKeyId, secret))
                                        .request(unsigned)
                                        .payload(ContentStreamProvider.fromByteArray(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecs")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                        .request();
        StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\n");
        for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
            for (String value : header.getValue()) {
                head.append(header.getKey()).append(": ").append(value).append("\r\n");
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.write(body);
        return bytes.toByteArray();
    }
}
