package dev.kingtide.aws.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.aws.ApiWorld;
import dev.kingtide.aws.Principal;
import dev.kingtide.aws.SessionKey;
import dev.kingtide.aws.Signer;
import dev.kingtide.aws.wire.Gateway.Auth;
import dev.kingtide.aws.wire.Gateway.Hooks;
import dev.kingtide.aws.wire.Gateway.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Users, and sessions of roles, as real clients have them.
class SessionTest {
    private static final ContainerDefinition WEB =
            ContainerDefinition.builder().name("web").image("web").memory(64).build();
    private static final String DEPLOY = "arn:aws:iam::123456789012:role/ci/deploy";
    private final Map<String, AccessKey> keys = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private long nowMillis = System.currentTimeMillis();
    private final ApiWorld world = new ApiWorld(nowMillis);

    @BeforeEach
    void keys() {
        var ann = new Principal.User("123456789012", "/team/", "ann");
        keys.put(Clients.KEY, new AccessKey("123456789012", Clients.SECRET));
        keys.put("AKIAANN", new AccessKey(ann, "annssecret", null));
    }

    private GatewayClient transport(Auth auth) {
        world.loop.runUntil(nowMillis);
        var hooks = new Hooks(Admission.ALL, call -> told.add(call.toString()), Incidents.NONE);
        Gateway gateway =
                new Gateway(
                        keys::get,
                        _ -> world.api,
                        () -> "00000000-0000-4000-8000-000000000001",
                        new Settings(auth, Limits.DEFAULT, hooks));
        return new GatewayClient(request -> gateway.answer(request, nowMillis));
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(
            B builder, AwsCredentials credentials) {
        return client(builder, credentials, Auth.ON);
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(
            B builder, AwsCredentials credentials, Auth auth) {
        return builder.httpClient(transport(auth))
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:4566"))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private static AwsCredentials owner() {
        return AwsBasicCredentials.create(Clients.KEY, Clients.SECRET);
    }

    private static AwsCredentials ann() {
        return AwsBasicCredentials.create("AKIAANN", "annssecret");
    }

    private Credentials assumed(AwsCredentials by, String role, @Nullable Integer seconds) {
        return client(StsClient.builder(), by).assumeRole(asking(role, seconds)).credentials();
    }

    private static AssumeRoleRequest asking(String role, @Nullable Integer seconds) {
        return AssumeRoleRequest.builder()
                .roleArn(role)
                .roleSessionName("run-7")
                .durationSeconds(seconds)
                .build();
    }

    private static AwsCredentials of(Credentials session) {
        return AwsSessionCredentials.create(
                session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    }

    private GetCallerIdentityResponse identity(AwsCredentials credentials) {
        return client(StsClient.builder(), credentials).getCallerIdentity();
    }

    @Test
    void whoever_has_a_key_is_who_the_keys_say() {
        assertThat(identity(owner()).arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(identity(owner()).userId()).isEqualTo("123456789012");
        assertThat(identity(ann()).arn()).isEqualTo("arn:aws:iam::123456789012:user/team/ann");
        assertThat(identity(ann()).userId()).matches("AIDA[A-Z2-7]{17}");
        var user = client(IamClient.builder(), ann()).getUser().user();
        assertThat(user.userName()).isEqualTo("ann");
        assertThat(user.path()).isEqualTo("/team/");
    }

    @Test
    void a_role_is_assumed_and_its_session_signs() {
        var answer = client(StsClient.builder(), ann()).assumeRole(asking(DEPLOY, null));
        Credentials session = answer.credentials();
        assertThat(session.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(session.secretAccessKey()).hasSize(40);
        assertThat(session.expiration().toEpochMilli())
                .isEqualTo(nowMillis / 1_000 * 1_000 + 3_600_000);
        GetCallerIdentityResponse who = identity(of(session));
        assertThat(who.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/run-7");
        assertThat(who.userId()).matches("AROA[A-Z2-7]{17}:run-7");
        assertThat(answer.assumedRoleUser().arn()).isEqualTo(who.arn());
        assertThat(answer.assumedRoleUser().assumedRoleId()).isEqualTo(who.userId());
        assertThatThrownBy(() -> client(IamClient.builder(), of(session)).getUser())
                .hasMessageStartingWith(
                        "Must specify userName when calling with non-User credentials");
    }

    @Test
    void what_a_session_makes_says_who_made_it() {
        EcsClient ecs = client(EcsClient.builder(), of(assumed(owner(), DEPLOY, null)));
        ecs.createCluster(c -> c.clusterName("default"));
        var definition = ecs.registerTaskDefinition(r -> r.family("web").containerDefinitions(WEB));
        assertThat(definition.taskDefinition().registeredBy())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/run-7");
        ecs.createService(c -> c.serviceName("web").taskDefinition("web").desiredCount(0));
        assertThat(ecs.describeServices(d -> d.services("web")).services().getFirst().createdBy())
                .isEqualTo(DEPLOY);
    }

    @Test
    void settings_are_those_of_who_calls() {
        EcsClient session = client(EcsClient.builder(), of(assumed(owner(), DEPLOY, null)));
        assertThat(
                        session.putAccountSetting(p -> p.name("containerInsights").value("enabled"))
                                .setting()
                                .principalArn())
                .isEqualTo(DEPLOY);
        assertThat(insights(session)).isEqualTo("enabled");
        assertThat(insights(client(EcsClient.builder(), owner()))).isEqualTo("disabled");
    }

    private static String insights(EcsClient ecs) {
        String name = "cluster" + System.identityHashCode(ecs);
        return ecs.createCluster(c -> c.clusterName(name)).cluster().settings().getFirst().value();
    }

    /// Sessions last a quarter of an hour at least, which is the difference of clocks that
    /// signatures bear: so a signature made now fits until the session's last millisecond.
    @Test
    void a_session_ends() {
        Credentials session = assumed(ann(), DEPLOY, 900);
        nowMillis = session.expiration().toEpochMilli() - 1;
        assertThat(identity(of(session)).account()).isEqualTo("123456789012");
        nowMillis++;
        assertThat(refusal(() -> identity(of(session)))).isEqualTo("ExpiredToken 403");
        assertThat(refusal(() -> client(EcsClient.builder(), of(session)).listClusters()))
                .isEqualTo("ExpiredTokenException 400");
        assertThat(refusal(() -> client(Ec2Client.builder(), of(session)).describeVpcs()))
                .isEqualTo("RequestExpired 400");
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "answered";
        } catch (AwsServiceException refused) {
            return refused.awsErrorDetails().errorCode() + ' ' + refused.statusCode();
        }
    }

    @Test
    void a_session_is_worth_what_the_key_is_that_began_it() {
        Credentials session = assumed(ann(), DEPLOY, null);
        Credentials chained = assumed(of(session), "arn:aws:iam::210987654321:role/far", null);
        assertThat(identity(of(chained)).arn())
                .isEqualTo("arn:aws:sts::210987654321:assumed-role/far/run-7");
        keys.remove("AKIAANN");
        for (Credentials gone : List.of(session, chained)) {
            assertThat(refusal(() -> identity(of(gone)))).isEqualTo("InvalidClientTokenId 403");
        }
    }

    @Test
    void nothing_of_a_session_can_be_changed() {
        Credentials good = assumed(ann(), DEPLOY, null);
        Credentials other = assumed(ann(), "arn:aws:iam::123456789012:role/admin", null);
        String token = good.sessionToken();
        String said = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8);
        String later = said.replace("deploy", "admin");
        String forged =
                Base64.getUrlEncoder().withoutPadding().encodeToString(later.getBytes(UTF_8))
                        + token.substring(token.indexOf('.'));
        List<Credentials> bad =
                List.of(
                        good.toBuilder().sessionToken(other.sessionToken()).build(),
                        good.toBuilder().sessionToken(forged).build(),
                        good.toBuilder().sessionToken(token + "x").build(),
                        good.toBuilder().sessionToken("nothing").build(),
                        good.toBuilder().sessionToken("====.").build(),
                        good.toBuilder().accessKeyId(other.accessKeyId()).build());
        for (Credentials changed : bad) {
            assertThat(refusal(() -> identity(of(changed)))).isEqualTo("InvalidClientTokenId 403");
        }
        Credentials unsigned = good.toBuilder().secretAccessKey(other.secretAccessKey()).build();
        assertThat(refusal(() -> identity(of(unsigned)))).isEqualTo("SignatureDoesNotMatch 403");
    }

    @Test
    void what_is_no_role_or_too_long_is_refused() {
        StsClient sts = client(StsClient.builder(), ann());
        for (String arn :
                List.of(
                        "arn:aws:iam::123456789012:user/ann",
                        "arn:aws:iam::12345:role/deploy",
                        "arn:aws:iam::123456789012:role/",
                        "arn:aws:iam::123456789012:role/a b")) {
            assertThatThrownBy(() -> sts.assumeRole(asking(arn, null)))
                    .hasMessageStartingWith("Request ARN is invalid");
        }
        assertThat(refusal(() -> sts.assumeRole(asking(DEPLOY, 899))))
                .isEqualTo("ValidationError 400");
        assertThat(sts.assumeRole(asking(DEPLOY, 43_200)).credentials()).isNotNull();
        AwsCredentials session = of(assumed(ann(), DEPLOY, null));
        assertThatThrownBy(() ->
                        client(StsClient.builder(), session).assumeRole(asking(DEPLOY, 3_601)))
                .hasMessageStartingWith(
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                                + " assumed by role chaining.");
    }

    @Test
    void without_authentication_a_session_still_says_who_it_is() {
        AwsCredentials anybody = AwsBasicCredentials.create("AKIANOBODY", "anything");
        Credentials session =
                client(StsClient.builder(), anybody, Auth.OFF)
                        .assumeRole(asking("arn:aws:iam::210987654321:role/far", null))
                        .credentials();
        assertThat(client(StsClient.builder(), of(session), Auth.OFF).getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::210987654321:assumed-role/far/run-7");
        assertThat(refusal(() -> identity(of(session)))).isEqualTo("InvalidClientTokenId 403");
    }

    @Test
    void no_log_gets_to_see_a_secret() {
        Credentials session = assumed(ann(), DEPLOY, null);
        identity(of(session));
        SessionKey key =
                SessionKey.open(session.sessionToken(), id -> new Signer(id, "annssecret"));
        told.add(String.valueOf(key));
        told.add(new AccessKey("123456789012", Clients.SECRET).toString());
        assertThat(told).hasSize(4).first().asString().contains("name=ann");
        assertThat(told)
                .noneMatch(text -> text.contains(session.secretAccessKey()))
                .noneMatch(text -> text.contains(session.sessionToken()))
                .noneMatch(text -> text.contains("annssecret") || text.contains(Clients.SECRET));
    }
}
