package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CaCertificatesBundleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreRevocation;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTagKeysException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RevocationContent;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RevocationIdNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStore;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreAssociation;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreStatus;

/// Load balancers from beginning to end, told by the AWS SDK for Java v2.
final class JavaBalancerStory {
    private final Sdk sdk;
    private final String name;
    private final Path files;
    private final Tag tag;

    /// @param name keeps its load balancers apart from those of other tellers
    /// @param files certificates and keys; the bucket `pki` has `cas.pem` and `revoked.crl`
    JavaBalancerStory(URI endpoint, Map<String, String> environment, String name, Path files) {
        this.sdk = new Sdk(endpoint, environment);
        this.name = name;
        this.files = files;
        this.tag = Tag.builder().key("client").value(name).build();
    }

    void tell() throws IOException {
        try (ElasticLoadBalancingV2Client elb = sdk.client(ElasticLoadBalancingV2Client.builder());
                AcmClient acm = sdk.client(AcmClient.builder())) {
            String shop = brought(acm, "shop");
            String wild = brought(acm, "wild");
            String blue = group(elb, "blue");
            String green = group(elb, "green");
            String balancer =
                    elb.createLoadBalancer(
                                    c -> c.name(name).subnets("subnet-a", "subnet-b").tags(tag))
                            .loadBalancers()
                            .getFirst()
                            .loadBalancerArn();
            assertThat(
                            elb.waiter()
                                    .waitUntilLoadBalancerAvailable(
                                            w -> w.loadBalancerArns(balancer))
                                    .matched()
                                    .response())
                    .isPresent();
            String listener = listener(elb, balancer, blue, shop, wild);
            mutualTls(elb, listener);
            rules(elb, listener, blue, green);
            targets(elb, green);
            settings(elb, balancer, listener, green);
            refused(
                    ResourceInUseException.class,
                    () -> elb.deleteTargetGroup(d -> d.targetGroupArn(blue)));
            elb.deleteLoadBalancer(d -> d.loadBalancerArn(balancer));
            refused(
                    ListenerNotFoundException.class,
                    () -> elb.describeListeners(d -> d.listenerArns(listener)));
            elb.deleteTargetGroup(d -> d.targetGroupArn(blue));
            elb.deleteTargetGroup(d -> d.targetGroupArn(green));
            acm.deleteCertificate(d -> d.certificateArn(shop));
            acm.deleteCertificate(d -> d.certificateArn(wild));
        }
    }

    private SdkBytes read(String... names) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String each : names) {
            text.append(Files.readString(files.resolve(each)));
        }
        return SdkBytes.fromUtf8String(text.toString());
    }

    private String brought(AcmClient acm, String certificate) throws IOException {
        SdkBytes body = read(certificate + ".pem");
        SdkBytes key = read(certificate + ".key");
        SdkBytes chain = read("middle.pem", "root.pem");
        return acm.importCertificate(
                        i -> i.certificate(body).privateKey(key).certificateChain(chain))
                .certificateArn();
    }

    private String group(ElasticLoadBalancingV2Client elb, String color) {
        return elb.createTargetGroup(c ->
                        c.name(name + '-' + color)
                                .protocol(ProtocolEnum.HTTP)
                                .port(8080)
                                .vpcId("vpc-1")
                                .targetType(TargetTypeEnum.IP)
                                .tags(tag))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private static Action forward(String group) {
        return Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(group).build();
    }

    private static String listener(
            ElasticLoadBalancingV2Client elb,
            String balancer,
            String group,
            String shop,
            String wild) {
        String listener =
                elb.createListener(c ->
                                c.loadBalancerArn(balancer)
                                        .protocol(ProtocolEnum.HTTPS)
                                        .port(443)
                                        .sslPolicy("ELBSecurityPolicy-TLS13-1-2-2021-06")
                                        .certificates(of(shop))
                                        .defaultActions(forward(group)))
                        .listeners()
                        .getFirst()
                        .listenerArn();
        elb.addListenerCertificates(a -> a.listenerArn(listener).certificates(of(wild)));
        assertThat(elb.describeListenerCertificates(d -> d.listenerArn(listener)).certificates())
                .extracting(Certificate::certificateArn)
                .containsExactly(shop, wild);
        elb.removeListenerCertificates(r -> r.listenerArn(listener).certificates(of(wild)));
        assertThat(
                        elb.modifyListener(m -> m.listenerArn(listener).port(8443))
                                .listeners()
                                .getFirst()
                                .port())
                .isEqualTo(8443);
        return listener;
    }

    private static Certificate of(String arn) {
        return Certificate.builder().certificateArn(arn).build();
    }

    private void mutualTls(ElasticLoadBalancingV2Client elb, String listener) {
        refused(CaCertificatesBundleNotFoundException.class, () -> trustStore(elb, "gone.pem"));
        String store = trustStore(elb, "cas.pem").trustStoreArn();
        assertThat(elb.describeTrustStoresPaginator(d -> d.pageSize(1)).trustStores())
                .filteredOn(each -> each.trustStoreArn().equals(store))
                .extracting(TrustStore::status)
                .containsExactly(TrustStoreStatus.ACTIVE);
        assertThat(asked(elb, listener, a -> a.mode("verify").trustStoreArn(store)))
                .matches(is -> is.mode().equals("verify") && is.trustStoreArn().equals(store));
        assertThat(
                        elb.describeTrustStoreAssociations(d -> d.trustStoreArn(store))
                                .trustStoreAssociations())
                .extracting(TrustStoreAssociation::resourceArn)
                .containsExactly(listener);
        revocations(elb, store);
        refused(
                TrustStoreInUseException.class,
                () -> elb.deleteTrustStore(d -> d.trustStoreArn(store)));
        assertThat(asked(elb, listener, a -> a.mode("off")).mode()).isEqualTo("off");
        elb.deleteTrustStore(d -> d.trustStoreArn(store));
        refused(
                TrustStoreNotFoundException.class,
                () -> elb.describeTrustStores(d -> d.trustStoreArns(store)));
    }

    private TrustStore trustStore(ElasticLoadBalancingV2Client elb, String key) {
        return elb.createTrustStore(c ->
                        c.name(name)
                                .caCertificatesBundleS3Bucket("pki")
                                .caCertificatesBundleS3Key(key)
                                .tags(tag))
                .trustStores()
                .getFirst();
    }

    /// What a listener asks of its clients once it is told so.
    private static MutualAuthenticationAttributes asked(
            ElasticLoadBalancingV2Client elb,
            String listener,
            Consumer<MutualAuthenticationAttributes.Builder> mutual) {
        return elb.modifyListener(m -> m.listenerArn(listener).mutualAuthentication(mutual))
                .listeners()
                .getFirst()
                .mutualAuthentication();
    }

    private static void revocations(ElasticLoadBalancingV2Client elb, String store) {
        RevocationContent list =
                RevocationContent.builder().s3Bucket("pki").s3Key("revoked.crl").build();
        long id =
                elb.addTrustStoreRevocations(a -> a.trustStoreArn(store).revocationContents(list))
                        .trustStoreRevocations()
                        .getFirst()
                        .revocationId();
        assertThat(
                        elb.describeTrustStoreRevocations(d -> d.trustStoreArn(store))
                                .trustStoreRevocations())
                .extracting(DescribeTrustStoreRevocation::numberOfRevokedEntries)
                .containsExactly(1L);
        elb.removeTrustStoreRevocations(r -> r.trustStoreArn(store).revocationIds(id));
        refused(
                RevocationIdNotFoundException.class,
                () ->
                        elb.removeTrustStoreRevocations(
                                r -> r.trustStoreArn(store).revocationIds(id)));
    }

    private static List<RuleCondition> conditions() {
        RuleCondition.Builder one = RuleCondition.builder();
        QueryStringKeyValuePair pair =
                QueryStringKeyValuePair.builder().key("v").value("2").build();
        return List.of(
                one.copy().field("host-header").hostHeaderConfig(c -> c.values("*.a")).build(),
                one.copy().field("path-pattern").pathPatternConfig(c -> c.values("/o/*")).build(),
                one.copy()
                        .field("http-header")
                        .httpHeaderConfig(c -> c.httpHeaderName("X-Beta").values("yes"))
                        .build(),
                one.copy().field("query-string").queryStringConfig(c -> c.values(pair)).build(),
                one.copy()
                        .field("http-request-method")
                        .httpRequestMethodConfig(c -> c.values("POST"))
                        .build(),
                one.copy().field("source-ip").sourceIpConfig(c -> c.values("10.0.0.0/8")).build());
    }

    private static List<Action> actions(String blue, String green) {
        return List.of(
                Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(f -> f.statusCode("503").messageBody("later"))
                        .build(),
                Action.builder()
                        .type(ActionTypeEnum.REDIRECT)
                        .redirectConfig(r ->
                                r.path("/new/#{path}")
                                        .statusCode(RedirectActionStatusCodeEnum.HTTP_302))
                        .build(),
                Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .forwardConfig(f ->
                                f.targetGroups(weighted(blue, 1), weighted(green, 3))
                                        .targetGroupStickinessConfig(
                                                s -> s.enabled(true).durationSeconds(60)))
                        .build());
    }

    private static TargetGroupTuple weighted(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    private static void rules(
            ElasticLoadBalancingV2Client elb, String listener, String blue, String green) {
        List<RuleCondition> conditions = conditions();
        List<Action> actions = actions(blue, green);
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            int priority = 10 + 10 * i;
            RuleCondition condition = conditions.get(i);
            Action action = actions.get(i % actions.size());
            Rule made =
                    elb.createRule(c ->
                                    c.listenerArn(listener)
                                            .priority(priority)
                                            .conditions(condition)
                                            .actions(action))
                            .rules()
                            .getFirst();
            assertThat(made.conditions())
                    .singleElement()
                    .matches(seen -> seen.field().equals(condition.field()));
            assertThat(made.actions().getFirst().type()).isEqualTo(action.type());
            arns.add(made.ruleArn());
        }
        refused(
                PriorityInUseException.class,
                () ->
                        elb.createRule(c ->
                                c.listenerArn(listener)
                                        .priority(10)
                                        .conditions(conditions.getFirst())
                                        .actions(actions.getFirst())));
        elb.setRulePriorities(
                s -> s.rulePriorities(placed(arns.get(0), 20), placed(arns.get(1), 10)));
        assertThat(elb.describeRules(d -> d.listenerArn(listener)).rules())
                .extracting(Rule::ruleArn)
                .startsWith(arns.get(1), arns.get(0));
        elb.modifyRule(m -> m.ruleArn(arns.get(2)).actions(forward(green)));
        transforms(elb, arns.get(2));
        String marker = elb.describeRules(d -> d.listenerArn(listener).pageSize(5)).nextMarker();
        assertThat(elb.describeRules(d -> d.listenerArn(listener).marker(marker)).rules())
                .extracting(Rule::priority)
                .containsExactly("60", "default");
        elb.deleteRule(d -> d.ruleArn(arns.get(5)));
        assertThat(elb.describeRules(d -> d.listenerArn(listener)).rules()).hasSize(6);
    }

    private static void transforms(ElasticLoadBalancingV2Client elb, String rule) {
        RewriteConfig rewrite = RewriteConfig.builder().regex("^/old/(.*)$").replace("/$1").build();
        RuleTransform moved =
                RuleTransform.builder()
                        .type(TransformTypeEnum.URL_REWRITE)
                        .urlRewriteConfig(u -> u.rewrites(rewrite))
                        .build();
        RuleCondition condition =
                RuleCondition.builder()
                        .field("path-pattern")
                        .pathPatternConfig(c -> c.regexValues("^/old/[a-z]+$"))
                        .build();
        elb.modifyRule(m -> m.ruleArn(rule).conditions(condition).transforms(moved));
        Rule seen = elb.describeRules(d -> d.ruleArns(rule)).rules().getFirst();
        assertThat(seen.transforms()).containsExactly(moved);
        assertThat(seen.conditions().getFirst().pathPatternConfig())
                .isEqualTo(condition.pathPatternConfig());
        elb.modifyRule(m -> m.ruleArn(rule).resetTransforms(true));
        assertThat(elb.describeRules(d -> d.ruleArns(rule)).rules().getFirst().hasTransforms())
                .isFalse();
    }

    private static RulePriorityPair placed(String rule, int priority) {
        return RulePriorityPair.builder().ruleArn(rule).priority(priority).build();
    }

    private static void targets(ElasticLoadBalancingV2Client elb, String group) {
        TargetDescription first = TargetDescription.builder().id("10.0.0.1").build();
        TargetDescription second = TargetDescription.builder().id("10.0.0.2").port(8081).build();
        elb.registerTargets(r -> r.targetGroupArn(group).targets(first, second));
        assertThat(
                        elb.describeTargetHealth(d -> d.targetGroupArn(group))
                                .targetHealthDescriptions())
                .hasSize(2);
        elb.deregisterTargets(r -> r.targetGroupArn(group).targets(first, second));
    }

    private void settings(
            ElasticLoadBalancingV2Client elb, String balancer, String listener, String group) {
        assertThat(
                        elb.modifyTargetGroupAttributes(m ->
                                        m.targetGroupArn(group)
                                                .attributes(
                                                        TargetGroupAttribute.builder()
                                                                .key("slow_start.duration_seconds")
                                                                .value("30")
                                                                .build()))
                                .attributes())
                .anyMatch(a -> a.key().startsWith("slow_start") && a.value().equals("30"));
        Tag stage = Tag.builder().key("stage").value("live").build();
        elb.addTags(a -> a.resourceArns(balancer, listener).tags(stage));
        assertThat(elb.describeTags(d -> d.resourceArns(balancer, listener)).tagDescriptions())
                .extracting(each -> each.tags().size())
                .containsExactly(2, 1);
        refused(
                DuplicateTagKeysException.class,
                () -> elb.addTags(a -> a.resourceArns(balancer).tags(stage, stage)));
        elb.removeTags(r -> r.resourceArns(balancer).tagKeys("stage"));
        assertThat(
                        elb.describeTags(d -> d.resourceArns(balancer))
                                .tagDescriptions()
                                .getFirst()
                                .tags())
                .containsExactly(tag);
        assertThat(
                        elb.setSubnets(s ->
                                        s.loadBalancerArn(balancer).subnets("subnet-b", "subnet-c"))
                                .availabilityZones())
                .hasSize(2);
        assertThat(elb.describeAccountLimits().limits()).isNotEmpty();
    }

    private static void refused(Class<? extends AwsServiceException> kind, ThrowingCallable call) {
        assertThatExceptionOfType(kind)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.statusCode()).isEqualTo(400));
    }
}
