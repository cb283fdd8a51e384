package dev.kingtide.aws.wire;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/// Real SDK clients that call a gateway.
final class Clients {
    static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private Clients() {}

    /// A client of a service, made of its builder; every call is tried once.
    static <
                    C,
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder
                                                    .AwsClientBuilder<
                                            B, C>>
            C of(B builder, GatewayClient transport, String secret) {
        return builder.httpClient(transport)
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:4566"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, secret)))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }
}
