package dev.kingtide.acceptance.clients;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/// The AWS SDK for Java v2 as it is, for one endpoint and one key; it tries nothing twice.
///
/// @param environment as `kingtide env` exports it
record Sdk(URI endpoint, Map<String, String> environment) {
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int ATTEMPTS = 360;

    /// A client of a service; closing it closes its connections.
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(variable("AWS_REGION")))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        variable("AWS_ACCESS_KEY_ID"),
                                        variable("AWS_SECRET_ACCESS_KEY"))))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /// The SDK's own waiters, asking twice a second.
    EcsWaiter waiter(EcsClient ecs) {
        return EcsWaiter.builder()
                .client(ecs)
                .overrideConfiguration(c ->
                        c.maxAttempts(ATTEMPTS)
                                .backoffStrategyV2(
                                        BackoffStrategy.fixedDelayWithoutJitter(BETWEEN)))
                .build();
    }

    private String variable(String name) {
        return requireNonNull(environment.get(name), name);
    }
}
