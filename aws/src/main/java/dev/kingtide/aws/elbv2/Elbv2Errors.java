package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that Elastic Load Balancing returns here. Codes are those of AWS's model, which have
/// no `Exception` at their end; texts are AWS's own where published logs and issue threads show
/// them.
public final class Elbv2Errors {

    private Elbv2Errors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return validation(CommonErrors.violations(invalid));
    }

    /// A value that AWS does not accept.
    static Refusal validation(String message) {
        return new Refusal("ValidationError", message);
    }

    /// A combination that AWS does not accept, or that Kingtide does not serve.
    static Refusal configuration(String message) {
        return new Refusal("InvalidConfigurationRequest", message);
    }

    private static Refusal notFound(String kind, String kinds) {
        return new Refusal(kind + "NotFound", "One or more " + kinds + " not found");
    }

    /// There is no such load balancer.
    static Refusal loadBalancerNotFound() {
        return notFound("LoadBalancer", "load balancers");
    }

    /// There is no such target group.
    static Refusal targetGroupNotFound() {
        return notFound("TargetGroup", "target groups");
    }

    /// There is no such listener.
    static Refusal listenerNotFound() {
        return notFound("Listener", "listeners");
    }

    /// There is no such certificate.
    static Refusal certificateNotFound(String arn) {
        return new Refusal("CertificateNotFound", "Certificate '" + arn + "' not found");
    }

    /// A certificate that load balancers do not take.
    static Refusal unsupportedCertificate(String arn) {
        return new Refusal(
                "UnsupportedCertificate",
                "The certificate '"
                        + arn
                        + "' must have a fully-qualified domain name, a supported signature, and a"
                        + " supported key size.");
    }

    /// There is no such security policy.
    static Refusal policyNotFound(String name) {
        return new Refusal("SSLPolicyNotFound", "SSL policy '" + name + "' not found");
    }

    /// A group of this protocol version is not for listeners without TLS.
    static Refusal versionNeedsTls(String version) {
        return new Refusal(
                "InvalidLoadBalancerAction",
                "Listener protocol 'HTTP' is not supported with a target group with the"
                        + " protocol-version '"
                        + version
                        + "'");
    }

    private static Refusal notPermitted(String message) {
        return new Refusal("OperationNotPermitted", message);
    }

    /// The default certificate stays.
    static Refusal defaultCertificate(String arn) {
        return notPermitted("Default certificate '" + arn + "' cannot be removed");
    }

    /// A listener has one default certificate.
    static Refusal tooManyDefaults() {
        return new Refusal(
                "TooManyCertificates", "Only one certificate can be specified for a listener");
    }

    /// More of something than a quota.
    ///
    /// @param code of the error, behind `TooMany`
    /// @param most what there is too much of, and how much of it there may be
    /// @param where it is too much; empty or beginning with a blank
    private static Refusal tooMany(String code, String most, String where) {
        return new Refusal(
                "TooMany" + code, "The maximum number of " + most + ", has been reached" + where);
    }

    /// More certificates than the quota.
    static Refusal tooManyCertificates(int limit) {
        return tooMany("Certificates", "certificates, " + limit, "");
    }

    /// There is no such rule.
    static Refusal ruleNotFound() {
        return notFound("Rule", "rules");
    }

    private static Refusal duplicateName(String code, String kind, String name) {
        return new Refusal(
                "Duplicate" + code + "Name",
                "A "
                        + kind
                        + " with the same name '"
                        + name
                        + "' exists, but with different settings");
    }

    /// A load balancer of this name is there, and is different.
    static Refusal duplicateLoadBalancer(String name) {
        return duplicateName("LoadBalancer", "load balancer", name);
    }

    /// A target group of this name is there, and is different.
    static Refusal duplicateTargetGroup(String name) {
        return duplicateName("TargetGroup", "target group", name);
    }

    /// The port is taken.
    static Refusal duplicateListener(String loadBalancerArn) {
        return new Refusal(
                "DuplicateListener",
                "A listener already exists on this port for this load balancer '"
                        + loadBalancerArn
                        + "'");
    }

    /// The priority is taken.
    static Refusal priorityInUse(int priority) {
        return new Refusal("PriorityInUse", "Priority '" + priority + "' is currently in use");
    }

    /// A rule forwards to the target group.
    static Refusal targetGroupInUse(String arn) {
        return new Refusal(
                "ResourceInUse",
                "Target group '" + arn + "' is currently in use by a listener or a rule");
    }

    /// The default rule stays.
    static Refusal defaultRule(String arn) {
        return notPermitted("Default rule '" + arn + "' cannot be deleted");
    }

    /// Deletion protection is on.
    static Refusal protectedFromDeletion(String arn) {
        return notPermitted(
                "Load balancer '"
                        + arn
                        + "' cannot be deleted because deletion protection is enabled");
    }

    /// A target group is behind one load balancer.
    static Refusal associationLimit(String arn) {
        return new Refusal(
                "TargetGroupAssociationLimit",
                "The following target groups cannot be associated with more than one load"
                        + " balancer: "
                        + arn);
    }

    /// More targets than the quota.
    static Refusal tooManyTargets(String arn, int limit) {
        return tooMany("Targets", "targets, " + limit, " on '" + arn + "'");
    }

    /// More listeners than the quota.
    static Refusal tooManyListeners(int limit) {
        return tooMany("Listeners", "listeners, " + limit, "");
    }

    /// More rules than the quota.
    static Refusal tooManyRules(int limit) {
        return tooMany("Rules", "rules, " + limit, "");
    }

    /// More load balancers than the quota.
    static Refusal tooManyLoadBalancers(int limit) {
        return tooMany("LoadBalancers", "load balancers, " + limit, "");
    }

    /// More target groups than the quota.
    static Refusal tooManyTargetGroups(int limit) {
        return tooMany("TargetGroups", "target groups, " + limit, "");
    }

    /// More target groups behind a load balancer than the quota.
    static Refusal tooManyGroupsOf(String arn, int limit) {
        return tooMany(
                "UniqueTargetGroupsPerLoadBalancer",
                "unique target groups, " + limit,
                " on '" + arn + "'");
    }

    /// One target registered too often behind a load balancer.
    static Refusal tooManyRegistrations(String id, int limit) {
        return tooMany(
                "RegistrationsForTargetId", "registrations, " + limit, " for target '" + id + "'");
    }

    /// More tags than a resource may have.
    static Refusal tooManyTags() {
        return tooMany("Tags", "tags, 50", "");
    }

    /// A key that comes twice.
    static Refusal duplicateTagKey(String key) {
        return new Refusal("DuplicateTagKeys", "The tag key '" + key + "' was specified twice");
    }

    /// The default rule is always the last.
    static Refusal defaultPriority(String arn) {
        return notPermitted("The priority of default rule '" + arn + "' cannot be changed");
    }

    /// More conditions than a rule may have.
    static Refusal tooManyConditions(int limit) {
        return validation("A rule can only have '" + limit + "' condition values");
    }

    /// There is no such trust store.
    static Refusal trustStoreNotFound(String arn) {
        return new Refusal("TrustStoreNotFound", "Trust store '" + arn + "' not found");
    }

    /// A trust store of this name is there.
    static Refusal duplicateTrustStore(String name) {
        return new Refusal(
                "DuplicateTrustStoreName",
                "A trust store with the same name '" + name + "' already exists");
    }

    /// More trust stores than the quota.
    static Refusal tooManyTrustStores(int limit) {
        return tooMany("TrustStores", "trust stores, " + limit, "");
    }

    /// A listener verifies clients with the trust store.
    static Refusal trustStoreInUse(String arn) {
        return new Refusal(
                "TrustStoreInUse", "Trust store '" + arn + "' is currently in use by a listener");
    }

    /// More listeners that verify clients than the quota.
    static Refusal tooManyVerifying(int limit) {
        return tooMany("Listeners", "listeners in mutual authentication mode verify, " + limit, "");
    }

    /// There is no file of certificates.
    static Refusal bundleNotFound(S3Place place) {
        return new Refusal(
                "CaCertificatesBundleNotFound",
                "The CA certificates bundle " + place + " does not exist");
    }

    /// A file of certificates that cannot be used.
    static Refusal invalidBundle(String why) {
        return new Refusal(
                "InvalidCaCertificatesBundle", "The CA certificates bundle is not valid: " + why);
    }

    /// There is no file of revoked certificates.
    static Refusal revocationContentNotFound(S3Place place) {
        return new Refusal(
                "RevocationContentNotFound", "The revocation file " + place + " does not exist");
    }

    /// A file of revoked certificates that cannot be used.
    static Refusal invalidRevocation(String why) {
        return new Refusal("InvalidRevocationContent", "The revocation file is not valid: " + why);
    }

    /// More revoked than a quota.
    static Refusal tooManyRevocations(String most, String arn) {
        return tooMany("TrustStoreRevocationEntries", most, " on '" + arn + "'");
    }

    /// A trust store has no such list.
    static Refusal revocationIdNotFound(long id) {
        return new Refusal("RevocationIdNotFound", "Revocation ID '" + id + "' not found");
    }

    /// A value that an attribute does not take.
    ///
    /// @param kind of what it is an attribute
    /// @param wanted which values it takes
    static Refusal attributeValue(String kind, String key, String value, String wanted) {
        return validation(
                kind
                        + " attribute value '"
                        + value
                        + "' for key '"
                        + key
                        + "' is not valid: it must be "
                        + wanted);
    }

    /// A regular expression that cannot be used.
    static Refusal expression(String text, String fault) {
        return validation("The regular expression '" + text + "' is not valid: " + fault);
    }

    /// What a default rule does not have.
    static Refusal onlyActions(String arn) {
        return notPermitted("Default rule '" + arn + "' cannot have conditions or transforms");
    }

    /// A target that is not one for this group.
    static Refusal invalidTarget(String message) {
        return new Refusal("InvalidTarget", message);
    }

    /// Something that Kingtide does not do.
    static Refusal unsupported(String what) {
        return configuration(what + " is not supported by Kingtide");
    }
}
