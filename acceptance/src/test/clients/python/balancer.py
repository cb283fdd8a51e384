"""Load balancers from beginning to end, told by boto3.

Usage: balancer.py ENDPOINT NAME CERTIFICATES; credentials and region come from the environment. CERTIFICATES is a
directory with shop.pem, shop.key, wild.pem, wild.key and what vouches for them. The bucket pki has cas.pem and
revoked.crl.
"""

import sys
import time
from pathlib import Path

import boto3
from botocore.config import Config

ENDPOINT, NAME, FILES = sys.argv[1:]
FIXED = [{"Type": "fixed-response",
          "FixedResponseConfig": {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "later"}}]

client = lambda service: boto3.client(service, endpoint_url=ENDPOINT, config=Config(retries={"max_attempts": 1}))
elb = client("elbv2")
acm = client("acm")


def step(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def same(seen, wanted, what):
    if seen != wanted:
        raise AssertionError(f"{what}: {seen!r}, not {wanted!r}")


def refused(code, call, **arguments):
    """The call ends with the exception that the client has for this code."""
    kind = elb.exceptions.from_code(code)
    try:
        call(**arguments)
    except kind as refusal:
        same(refusal.response["Error"]["Code"], code, "the code")
        same(refusal.response["ResponseMetadata"]["HTTPStatusCode"], 400, "the status")
        return
    raise AssertionError(f"{call.__name__}({arguments}) was not refused with {code}")


def brought(name):
    read = lambda file: Path(FILES, file).read_bytes()
    return acm.import_certificate(
        Certificate=read(f"{name}.pem"), PrivateKey=read(f"{name}.key"),
        CertificateChain=read("middle.pem") + read("root.pem"))["CertificateArn"]


def group(name, **more):
    return elb.create_target_group(
        Name=f"{NAME}-{name}", Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="ip",
        Tags=[{"Key": "client", "Value": NAME}], **more)["TargetGroups"][0]["TargetGroupArn"]


step("certificates, target groups, a load balancer")
shop, wild = brought("shop"), brought("wild")
blue, green = group("blue", HealthCheckPath="/ready", Matcher={"HttpCode": "200-299"}), group("green")
made = elb.create_load_balancer(Name=NAME, Subnets=["subnet-a", "subnet-b"], SecurityGroups=["sg-1"],
                                Tags=[{"Key": "client", "Value": NAME}, {"Key": "stage", "Value": "test"}])
lb = made["LoadBalancers"][0]["LoadBalancerArn"]
elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[lb])
refused("DuplicateLoadBalancerName", elb.create_load_balancer, Name=NAME, Subnets=["subnet-a", "subnet-b"],
        Scheme="internal")
pages = elb.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": 1})
same([each["LoadBalancerArn"] for page in pages for each in page["LoadBalancers"]].count(lb), 1, "in all pages")

step("attributes")
elb.modify_load_balancer_attributes(
    LoadBalancerArn=lb, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "30"}])
attributes = elb.describe_load_balancer_attributes(LoadBalancerArn=lb)["Attributes"]
same({each["Key"]: each["Value"] for each in attributes}["idle_timeout.timeout_seconds"], "30", "the idle timeout")
elb.modify_target_group_attributes(TargetGroupArn=blue, Attributes=[
    {"Key": "stickiness.enabled", "Value": "true"}, {"Key": "stickiness.type", "Value": "lb_cookie"}])
refused("InvalidConfigurationRequest", elb.modify_target_group_attributes, TargetGroupArn=blue, Attributes=[
    {"Key": "load_balancing.cross_zone.enabled", "Value": "false"}])

step("listeners, with TLS and further certificates")
https = elb.create_listener(
    LoadBalancerArn=lb, Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": shop}],
    DefaultActions=[{"Type": "forward", "TargetGroupArn": blue}],
    Tags=[{"Key": "client", "Value": NAME}])["Listeners"][0]
same(https["SslPolicy"], "ELBSecurityPolicy-2016-08", "the policy")
https = https["ListenerArn"]
elb.add_listener_certificates(ListenerArn=https, Certificates=[{"CertificateArn": wild}])
shown = elb.describe_listener_certificates(ListenerArn=https)["Certificates"]
same([(each["CertificateArn"], each["IsDefault"]) for each in shown], [(shop, True), (wild, False)], "certificates")
elb.remove_listener_certificates(ListenerArn=https, Certificates=[{"CertificateArn": wild}])
refused("CertificateNotFound", elb.add_listener_certificates, ListenerArn=https,
        Certificates=[{"CertificateArn": shop + "0"}])
same(elb.modify_listener(ListenerArn=https, Port=8443)["Listeners"][0]["Port"], 8443, "the port")

step("mutual TLS")
bundle = {"CaCertificatesBundleS3Bucket": "pki", "CaCertificatesBundleS3Key": "cas.pem"}
revoked = [{"S3Bucket": "pki", "S3Key": "revoked.crl", "RevocationType": "CRL"}]
verify = lambda: elb.modify_listener(ListenerArn=https, MutualAuthentication={"Mode": "verify", "TrustStoreArn": trust})
refused("CaCertificatesBundleNotFound", elb.create_trust_store, Name=NAME,
        **bundle | {"CaCertificatesBundleS3Key": "gone.pem"})
trust = elb.create_trust_store(Name=NAME, Tags=[{"Key": "client", "Value": NAME}],
                               **bundle)["TrustStores"][0]["TrustStoreArn"]
refused("DuplicateTrustStoreName", elb.create_trust_store, Name=NAME, **bundle)
pages = elb.get_paginator("describe_trust_stores").paginate(PaginationConfig={"PageSize": 1})
same([each["Status"] for page in pages for each in page["TrustStores"] if each["TrustStoreArn"] == trust], ["ACTIVE"],
     "in all pages")
mutual = verify()["Listeners"][0]["MutualAuthentication"]
same((mutual["Mode"], mutual["TrustStoreArn"]), ("verify", trust), "what is asked of clients")
same(elb.describe_trust_store_associations(TrustStoreArn=trust)["TrustStoreAssociations"], [{"ResourceArn": https}],
     "who uses the trust store")
added = elb.add_trust_store_revocations(TrustStoreArn=trust, RevocationContents=revoked)["TrustStoreRevocations"][0]
shown = elb.describe_trust_store_revocations(TrustStoreArn=trust)["TrustStoreRevocations"]
same([(each["RevocationId"], each["NumberOfRevokedEntries"]) for each in shown], [(added["RevocationId"], 1)],
     "revocations")
elb.remove_trust_store_revocations(TrustStoreArn=trust, RevocationIds=[added["RevocationId"]])
same(elb.describe_trust_stores(Names=[NAME])["TrustStores"][0]["TotalRevokedEntries"], 0, "what is revoked")
refused("RevocationIdNotFound", elb.remove_trust_store_revocations, TrustStoreArn=trust,
        RevocationIds=[added["RevocationId"]])
refused("TrustStoreInUse", elb.delete_trust_store, TrustStoreArn=trust)
off = elb.modify_listener(ListenerArn=https, MutualAuthentication={"Mode": "off"})["Listeners"][0]
same(off["MutualAuthentication"]["Mode"], "off", "what is asked of clients")
elb.delete_trust_store(TrustStoreArn=trust)
refused("TrustStoreNotFound", verify)

step("rules with every condition and action")
conditions = [
    {"Field": "host-header", "HostHeaderConfig": {"Values": ["*.shop.example"]}},
    {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/old/*"]}},
    {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Beta", "Values": ["yes"]}},
    {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "v", "Value": "2"}, {"Value": "b"}]}},
    {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["POST"]}},
    {"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.0/8"]}},
]
actions = [
    FIXED,
    [{"Type": "redirect", "RedirectConfig": {"Path": "/new/#{path}", "StatusCode": "HTTP_302"}}],
    [{"Type": "forward", "ForwardConfig": {
        "TargetGroups": [{"TargetGroupArn": blue, "Weight": 1}, {"TargetGroupArn": green, "Weight": 3}],
        "TargetGroupStickinessConfig": {"Enabled": True, "DurationSeconds": 60}}}],
]
rules = [elb.create_rule(ListenerArn=https, Priority=10 * i + 10, Conditions=[condition],
                         Actions=actions[i % len(actions)])["Rules"][0] for i, condition in enumerate(conditions)]
for rule, condition, number in zip(rules, conditions, range(6)):
    key = next(key for key in condition if key != "Field")
    same(rule["Conditions"][0][key], condition[key], condition["Field"])
    same(rule["Actions"][0]["Type"], actions[number % 3][0]["Type"], "the action")
arns = [rule["RuleArn"] for rule in rules]
refused("PriorityInUse", elb.create_rule, ListenerArn=https, Priority=10, Conditions=conditions[:1], Actions=FIXED)
elb.set_rule_priorities(RulePriorities=[{"RuleArn": arns[0], "Priority": 20}, {"RuleArn": arns[1], "Priority": 10}])
same([rule["RuleArn"] for rule in elb.describe_rules(ListenerArn=https)["Rules"]][:2], [arns[1], arns[0]], "the order")
refused("PriorityInUse", elb.set_rule_priorities, RulePriorities=[{"RuleArn": arns[0], "Priority": 10}])
elb.modify_rule(RuleArn=arns[0], Actions=FIXED)
elb.delete_rule(RuleArn=arns[5])
refused("RuleNotFound", elb.describe_rules, RuleArns=[arns[5]])

step("targets")
elb.register_targets(TargetGroupArn=green, Targets=[{"Id": "10.0.0.1"}, {"Id": "10.0.0.2", "Port": 8081}])
health = elb.describe_target_health(TargetGroupArn=green, Include=["All"])["TargetHealthDescriptions"]
same(sorted(each["Target"]["Port"] for each in health), [8080, 8081], "ports")
refused("InvalidTarget", elb.register_targets, TargetGroupArn=green, Targets=[{"Id": "i-0123"}])
elb.deregister_targets(TargetGroupArn=green, Targets=[{"Id": "10.0.0.1"}])

step("tags, subnets, security groups, limits")
tags = lambda *resources: [{tag["Key"]: tag["Value"] for tag in each["Tags"]} for each in elb.describe_tags(
    ResourceArns=list(resources))["TagDescriptions"]]
elb.add_tags(ResourceArns=[lb, arns[2]], Tags=[{"Key": "stage", "Value": "live"}])
same(tags(lb, arns[2], blue, https), [{"client": NAME, "stage": "live"}, {"stage": "live"}, {"client": NAME},
                                      {"client": NAME}], "tags")
refused("DuplicateTagKeys", elb.add_tags, ResourceArns=[lb], Tags=2 * [{"Key": "a", "Value": "b"}])
elb.remove_tags(ResourceArns=[lb], TagKeys=["stage"])
same(tags(lb), [{"client": NAME}], "tags")
same(len(elb.set_subnets(LoadBalancerArn=lb, Subnets=["subnet-b", "subnet-c"])["AvailabilityZones"]), 2, "zones")
same(elb.set_security_groups(LoadBalancerArn=lb, SecurityGroups=["sg-2"])["SecurityGroupIds"], ["sg-2"], "groups")
limits = {each["Name"]: each["Max"] for each in elb.describe_account_limits()["Limits"]}
same(limits["application-load-balancers"], "50", "the limit")

step("delete")
refused("ResourceInUse", elb.delete_target_group, TargetGroupArn=blue)
elb.modify_load_balancer_attributes(
    LoadBalancerArn=lb, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])
refused("OperationNotPermitted", elb.delete_load_balancer, LoadBalancerArn=lb)
elb.modify_load_balancer_attributes(
    LoadBalancerArn=lb, Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}])
elb.delete_load_balancer(LoadBalancerArn=lb)
elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[lb])
refused("ListenerNotFound", elb.describe_listeners, ListenerArns=[https])
for each in (blue, green):
    elb.delete_target_group(TargetGroupArn=each)
for each in (shop, wild):
    acm.delete_certificate(CertificateArn=each)
step("the end")
