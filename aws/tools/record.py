"""Records what botocore sends for every operation of the services that Kingtide serves.

Usage: python3 aws/tools/record.py >aws/src/test/resources/dev/kingtide/aws/wire/recorded.jsonl

Each line is a request: its client, method, target, headers and body (text, or base64 where it is none). Nothing is
sent: a hook takes each signed request and answers in the server's place. CloudWatch is recorded in each of its
protocols. The requests fit each other (one cluster, one service, ...), so that in their order most succeed.
"""

import base64
import json
import pathlib

import botocore
import botocore.session
from botocore.awsrequest import AWSResponse

SERVICES = ["sts", "iam", "ec2", "ecs", "elbv2", "application-autoscaling", "cloudwatch", "acm"]
# Of services with hundreds of operations, those that are served and one that is not.
ONLY = {
    "iam": ["GetUser", "ListAccountAliases", "GetRole", "ListRoles", "CreateUser"],
    "acm": ["ImportCertificate", "DescribeCertificate", "GetCertificate", "ListCertificates", "DeleteCertificate",
            "AddTagsToCertificate", "ListTagsForCertificate", "RemoveTagsFromCertificate", "RequestCertificate"],
    "ec2": ["DescribeRegions", "DescribeAvailabilityZones", "DescribeAccountAttributes", "DescribeVpcs",
            "DescribeSubnets", "DescribeSecurityGroups", "DescribeNetworkInterfaces", "RunInstances"],
}
PROTOCOLS = {"cloudwatch": ["json", "smithy-rpc-v2-cbor", "query"]}
ACCOUNT = "arn:aws:{}:us-east-1:123456789012:{}"
BALANCER = ACCOUNT.format("elasticloadbalancing", "loadbalancer/app/shop/0123456789abcdef")
GROUP = ACCOUNT.format("elasticloadbalancing", "targetgroup/shop/0123456789abcdef")
CERTIFICATE = ACCOUNT.format("acm", "certificate/01234567-89ab-cdef-0123-456789abcdef")
TASK = ACCOUNT.format("ecs", "task/shop/0123456789abcdef0123456789abcdef")
DOCUMENT = ('{"accountId":"123456789012","instanceId":"i-0123456789abcdef0","instanceType":"c6i.large",'
            '"availabilityZone":"us-east-1a","region":"us-east-1"}')

# What a member of this name says; others say the first thing that fits their shape.
NAMES = {
    "clusterName": "shop", "cluster": "shop", "clusters": ["shop"], "serviceName": "web", "service": "web",
    "services": ["web"], "family": "web", "familyPrefix": "web", "taskDefinition": "web:1", "image": "nginx:1.27",
    "networkMode": "awsvpc", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"],
    "launchType": "FARGATE", "subnets": ["subnet-1", "subnet-2"], "Subnets": ["subnet-1", "subnet-2"],
    "desiredCount": 2, "count": 2, "task": TASK, "tasks": [TASK], "Name": "shop", "Names": ["shop"],
    "LoadBalancerArn": BALANCER, "LoadBalancerArns": [BALANCER], "TargetGroupArn": GROUP, "TargetGroupArns": [GROUP],
    "resourceArn": ACCOUNT.format("ecs", "cluster/shop"), "ResourceArns": [BALANCER], "ResourceArn": BALANCER,
    "ServiceNamespace": "ecs", "ResourceId": "service/shop/web", "ScalableDimension": "ecs:service:DesiredCount",
    "instanceIdentityDocument": DOCUMENT, "Schedule": "rate(5 minutes)", "Namespace": "AWS/ECS",
    "CertificateArn": CERTIFICATE, "targetId": TASK, "maxResults": 10, "MaxResults": 10, "PageSize": 10, "MinCapacity": 1, "MaxCapacity": 8,
    "PolicyType": "TargetTrackingScaling", "AlarmName": "busy", "AlarmNames": ["busy"],
}
CERTIFICATES = pathlib.Path("core/src/test/resources/dev/kingtide/core/traffic/certificates")
# What is called first with arguments that ECS accepts, as samples of everything at once are refused.
NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1", "subnet-2"], "assignPublicIp": "ENABLED"}}
KINDS = {str: "string", int: "integer", list: "list"}
ACCEPTED = {
    "RegisterTaskDefinition": {
        "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256",
        "memory": "512", "tags": [{"key": "colour", "value": "blue"}],
        "containerDefinitions": [{
            "name": "app", "image": "nginx:1.27", "portMappings": [{"containerPort": 8080}], "essential": True,
            "environment": [{"name": "GREETING", "value": "høj 潮"}], "dockerLabels": {"colour": "blue"},
            "healthCheck": {"command": ["CMD", "true"], "interval": 30},
        }],
    },
    "CreateService": {
        "cluster": "shop", "serviceName": "web", "taskDefinition": "web:1", "desiredCount": 2, "launchType": "FARGATE",
        "networkConfiguration": NETWORK, "tags": [{"key": "colour", "value": "blue"}], "propagateTags": "SERVICE",
        "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True},
                                    "minimumHealthyPercent": 100, "maximumPercent": 200},
    },
    "RunTask": {"cluster": "shop", "taskDefinition": "web:1", "count": 2, "launchType": "FARGATE",
                "networkConfiguration": NETWORK, "startedBy": "someone"},
    "UpdateService": {"cluster": "shop", "service": "web", "desiredCount": 3, "taskDefinition": "web",
                      "forceNewDeployment": True},
    "CreateCluster": {"clusterName": "shop", "settings": [{"name": "containerInsights", "value": "enabled"}]},
    "CreateTargetGroup": {"Name": "shop", "Protocol": "HTTP", "Port": 80, "VpcId": "vpc-1", "TargetType": "ip"},
    "CreateLoadBalancer": {"Name": "shop", "Subnets": ["subnet-1", "subnet-2"]},
    "ImportCertificate": {"Certificate": (CERTIFICATES / "other.pem").read_bytes(),
                          "PrivateKey": (CERTIFICATES / "other.key").read_bytes()},
}
FIRST = ["GetCallerIdentity", "CreateCluster", "RegisterTaskDefinition", "CreateService", "RunTask",
         "RegisterContainerInstance", "CreateLoadBalancer", "CreateTargetGroup", "CreateListener",
         "RegisterScalableTarget", "PutScalingPolicy", "PutMetricAlarm", "ImportCertificate"]
LAST = ["Delete", "Deregister", "Stop"]


def sample(shape, name="", depth=0):
    kind = shape.type_name
    if name in NAMES and KINDS[type(NAMES[name])] == kind and (kind != "list" or shape.member.type_name == "string"):
        return NAMES[name]
    if kind == "structure":
        if shape.is_document_type:
            return {"colour": "blue"}
        required = set(shape.required_members)
        members = shape.members.items()
        if shape.is_tagged_union:
            members = list(members)[:1]
        return {key: sample(member, key, depth + 1) for key, member in members if key in required or depth < 3}
    if kind == "list":
        return [sample(shape.member, name, depth + 1) for _ in range(max(1, shape.metadata.get("min", 0)))]
    if kind == "map":
        return {"colour": sample(shape.value, "", depth + 1)}
    if kind == "string":
        if shape.enum:
            return shape.enum[0]
        return ("colour" if name.lower().endswith("key") else "blue").ljust(shape.metadata.get("min", 0), "e")
    if kind == "boolean":
        return False
    if kind == "timestamp":
        return 1795000000
    if kind == "blob":
        return b"\x00blue"
    return max(1, shape.metadata.get("min", 1))


def recorder(client_name, lines):
    def before_send(request, **_):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else bytes(body)
        line = {
            "client": client_name,
            "method": request.method,
            "target": request.url.split("localhost:4566", 1)[1],
            "headers": [[k, v.decode() if isinstance(v, bytes) else str(v)] for k, v in request.headers.items()]
                       + [["Host", "localhost:4566"]],
        }
        try:
            line["text"] = body.decode()
        except UnicodeDecodeError:
            line["base64"] = base64.b64encode(body).decode()
        lines.append(line)
        return AWSResponse(request.url, 500, {}, Nothing())

    return before_send


class Nothing:
    def stream(self, **_):
        yield b""


def order(operation):
    first = FIRST.index(operation) if operation in FIRST else len(FIRST)
    return operation.startswith(tuple(LAST)), first, operation


def record(service, protocol, lines):
    session = botocore.session.Session()
    session.set_credentials("AKIDRECORDED", "recorded-secret")
    loader = session.get_component("data_loader")
    model = loader.load_service_model(service, "service-2")
    if protocol:
        model["metadata"]["protocol"] = protocol
        model["metadata"]["protocols"] = [protocol]
    client = session.create_client(
        service, region_name="us-east-1", endpoint_url="http://localhost:4566",
        config=botocore.config.Config(retries={"max_attempts": 0}, parameter_validation=False))
    name = f"botocore {botocore.__version__} {protocol or ''}".strip()
    client.meta.events.register("before-send", recorder(name, lines))
    for method, operation in sorted(client.meta.method_to_api_mapping.items(), key=lambda each: order(each[1])):
        if operation not in ONLY.get(service, [operation]):
            continue
        shape = client.meta.service_model.operation_model(operation).input_shape
        arguments = sample(shape) if shape else {}
        for each in [ACCEPTED[operation], arguments] if operation in ACCEPTED else [arguments]:
            try:
                getattr(client, method)(**each)
            except botocore.exceptions.ClientError:
                pass


recorded = []
for each in SERVICES:
    for wire in PROTOCOLS.get(each, [None]):
        record(each, wire, recorded)
for each in recorded:
    print(json.dumps(each, ensure_ascii=False))
