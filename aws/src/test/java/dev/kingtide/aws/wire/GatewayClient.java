package dev.kingtide.aws.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// The transport of the SDK's clients, with a function of bytes at its other end.
record GatewayClient(Function<WireRequest, WireResponse> server) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return answer(server.apply(wire(request)));
            }

            @Override
            public void abort() {}
        };
    }

    private static WireRequest wire(HttpExecuteRequest execute) {
        SdkHttpRequest request = execute.httpRequest();
        List<Header> headers = new ArrayList<>();
        request.forEachHeader(
                (name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
        byte[] body =
                execute.contentStreamProvider()
                        .map(provider -> {
                            try (var stream = provider.newStream()) {
                                return stream.readAllBytes();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                        .orElse(new byte[0]);
        String query = request.encodedQueryParameters().map(q -> '?' + q).orElse("");
        String path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
        return new WireRequest(request.method().name(), path + query, headers, body, "127.0.0.1");
    }

    private static HttpExecuteResponse answer(WireResponse response) {
        var head = SdkHttpResponse.builder().statusCode(response.status());
        response.headers().forEach(header -> head.appendHeader(header.name(), header.value()));
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }

    @Override
    public void close() {}
}
