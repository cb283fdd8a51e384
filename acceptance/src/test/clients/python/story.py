"""The story that every client of the acceptance tests tells, told by boto3.

Usage: story.py ENDPOINT NAME; credentials and region come from the environment. NAME keeps clients apart.
The endpoint is an argument since boto3 before 1.29 does not know AWS_ENDPOINT_URL.
"""

import sys
import time

import boto3
from botocore.config import Config

ENDPOINT, NAME = sys.argv[1:]
CLUSTER = f"{NAME}-shop"
FAMILY = f"{NAME}-web"
NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1", "subnet-2"], "assignPublicIp": "ENABLED"}}
QUICK = {"Delay": 1, "MaxAttempts": 120}

client = lambda service: boto3.client(service, endpoint_url=ENDPOINT, config=Config(retries={"max_attempts": 1}))
ecs = client("ecs")
scaling = client("application-autoscaling")


def step(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def same(seen, wanted, what):
    if seen != wanted:
        raise AssertionError(f"{what}: {seen!r}, not {wanted!r}")


def refused(kind, call, **arguments):
    """The call ends with the exception of that class, which carries a message."""
    try:
        call(**arguments)
    except kind as refusal:
        if not refusal.response["Error"]["Message"]:
            raise AssertionError(f"{kind.__name__} without a message")
        same(refusal.response["ResponseMetadata"]["HTTPStatusCode"], 400, kind.__name__)
        return refusal
    raise AssertionError(f"{call.__name__}({arguments}) was not refused with {kind.__name__}")


def until(what, check, seconds=120):
    end = time.monotonic() + seconds
    while True:
        seen, done = check()
        if done:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"not in {seconds} s: {what}; last seen: {seen}")
        time.sleep(0.5)


def service():
    answer = ecs.describe_services(cluster=CLUSTER, services=["web"], include=["TAGS"])
    same(answer["failures"], [], "failures")
    return answer["services"][0]


def register(image, **labels):
    answer = ecs.register_task_definition(
        family=FAMILY,
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        containerDefinitions=[{
            "name": "app",
            "image": image,
            "portMappings": [{"containerPort": 8080}],
            "environment": [{"name": "GREETING", "value": "høj 潮"}],
            "dockerLabels": {key.replace("_", "."): value for key, value in labels.items()},
        }],
        tags=[{"key": "client", "value": NAME}],
    )
    return answer["taskDefinition"]


def clusters():
    step("identity and clusters")
    same(client("sts").get_caller_identity()["Account"], "123456789012", "the account")
    role = "arn:aws:iam::123456789012:role/deploy"
    keys = client("sts").assume_role(RoleArn=role, RoleSessionName=NAME)["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    same(session.client("sts", endpoint_url=ENDPOINT).get_caller_identity()["Arn"],
         f"arn:aws:sts::123456789012:assumed-role/deploy/{NAME}", "who has assumed a role")
    for name in (CLUSTER, f"{NAME}-second", f"{NAME}-third"):
        made = ecs.create_cluster(clusterName=name, tags=[{"key": "client", "value": NAME}])["cluster"]
        same(made["status"], "ACTIVE", "status")
    seen = ecs.describe_clusters(clusters=[CLUSTER, f"{NAME}-none"], include=["TAGS", "SETTINGS"])
    same([each["clusterName"] for each in seen["clusters"]], [CLUSTER], "clusters")
    same(seen["clusters"][0]["tags"], [{"key": "client", "value": NAME}], "tags")
    same([each["reason"] for each in seen["failures"]], ["MISSING"], "failures")
    pages = ecs.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 1})
    listed = [arn.rsplit("/", 1)[1] for page in pages for arn in page["clusterArns"]]
    for name in (CLUSTER, f"{NAME}-second", f"{NAME}-third"):
        same(listed.count(name), 1, f"{name} in all pages")
    for name in (f"{NAME}-second", f"{NAME}-third"):
        same(ecs.delete_cluster(cluster=name)["cluster"]["status"], "INACTIVE", "status")


def errors():
    step("errors arrive as exceptions of their own class")
    kinds = ecs.exceptions
    refused(kinds.ClusterNotFoundException, ecs.describe_services, cluster=f"{NAME}-none", services=["web"])
    refused(kinds.ServiceNotFoundException, ecs.update_service, cluster=CLUSTER, service="none", desiredCount=1)
    refused(kinds.ClientException, ecs.describe_task_definition, taskDefinition=f"{NAME}-none")
    refused(kinds.InvalidParameterException, ecs.describe_tasks, cluster=CLUSTER, tasks=[])
    refused(kinds.ClientException, ecs.register_task_definition, family="no spaces!", containerDefinitions=[])
    refused(scaling.exceptions.ObjectNotFoundException, scaling.deregister_scalable_target,
            ServiceNamespace="ecs", ResourceId=f"service/{CLUSTER}/none",
            ScalableDimension="ecs:service:DesiredCount")


def definitions():
    step("task definitions")
    first = register("nginx:1.26")
    same((first["family"], first["revision"], first["status"]), (FAMILY, 1, "ACTIVE"), "first revision")
    same(first["containerDefinitions"][0]["environment"][0]["value"], "høj 潮", "a value in unicode")
    register("nginx:1.27")
    register("nginx:broken", kingtide_simulated_pull="fail")
    pages = ecs.get_paginator("list_task_definitions").paginate(
        familyPrefix=FAMILY, sort="DESC", PaginationConfig={"PageSize": 2})
    listed = [arn.rsplit("/", 1)[1] for page in pages for arn in page["taskDefinitionArns"]]
    same(listed, [f"{FAMILY}:{n}" for n in (3, 2, 1)], "revisions")


def create_and_scale():
    step("a service, until its tasks run")
    made = ecs.create_service(
        cluster=CLUSTER,
        serviceName="web",
        taskDefinition=f"{FAMILY}:1",
        desiredCount=2,
        launchType="FARGATE",
        networkConfiguration=NETWORK,
        deploymentConfiguration={
            "deploymentCircuitBreaker": {"enable": True, "rollback": True},
            "minimumHealthyPercent": 100,
            "maximumPercent": 200,
        },
        tags=[{"key": "client", "value": NAME}],
        propagateTags="SERVICE",
    )["service"]
    same((made["status"], made["desiredCount"]), ("ACTIVE", 2), "service")
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    tasks = ecs.list_tasks(cluster=CLUSTER, serviceName="web")["taskArns"]
    same(len(tasks), 2, "tasks")
    ecs.get_waiter("tasks_running").wait(cluster=CLUSTER, tasks=tasks, WaiterConfig=QUICK)
    for task in ecs.describe_tasks(cluster=CLUSTER, tasks=tasks, include=["TAGS"])["tasks"]:
        same((task["lastStatus"], task["launchType"], task["group"]), ("RUNNING", "FARGATE", "service:web"), "task")
        same(task["tags"], [{"key": "client", "value": NAME}], "tags that the task has from its service")
        same(task["attachments"][0]["type"], "ElasticNetworkInterface", "attachment")

    step("scaling by hand and by Application Auto Scaling")
    ecs.update_service(cluster=CLUSTER, service="web", desiredCount=4)
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    same(service()["runningCount"], 4, "running")
    target = {"ServiceNamespace": "ecs", "ResourceId": f"service/{CLUSTER}/web",
              "ScalableDimension": "ecs:service:DesiredCount"}
    scaling.register_scalable_target(MinCapacity=5, MaxCapacity=8, **target)
    scaling.put_scaling_policy(
        PolicyName="cpu", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 50.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        }, **target)
    policies = scaling.describe_scaling_policies(ServiceNamespace="ecs", ResourceId=target["ResourceId"])
    same([each["PolicyName"] for each in policies["ScalingPolicies"]], ["cpu"], "policies")
    until("the minimum of five tasks", lambda: ((seen := service())["desiredCount"], seen["desiredCount"] == 5))
    scaling.delete_scaling_policy(PolicyName="cpu", **target)
    scaling.deregister_scalable_target(**target)
    ecs.update_service(cluster=CLUSTER, service="web", desiredCount=2)
    until("two tasks again", lambda: ((seen := service())["runningCount"], seen["runningCount"] == 2))


def deploy():
    step("a rolling update")
    ecs.update_service(cluster=CLUSTER, service="web", taskDefinition=f"{FAMILY}:2")
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    seen = service()
    same(seen["taskDefinition"].rsplit("/", 1)[1], f"{FAMILY}:2", "task definition")
    same([(each["status"], each["rolloutState"]) for each in seen["deployments"]],
         [("PRIMARY", "COMPLETED")], "deployments")
    tasks = ecs.list_tasks(cluster=CLUSTER, serviceName="web")["taskArns"]
    for task in ecs.describe_tasks(cluster=CLUSTER, tasks=tasks)["tasks"]:
        same(task["taskDefinitionArn"].rsplit("/", 1)[1], f"{FAMILY}:2", "a task's definition")

    step("a deployment that fails and rolls back")
    ecs.update_service(cluster=CLUSTER, service="web", taskDefinition=f"{FAMILY}:3")

    def rolled_back():
        seen = service()
        rollouts = [(each["taskDefinition"].rsplit(":", 1)[1], each["rolloutState"]) for each in seen["deployments"]]
        events = [each["message"] for each in seen["events"][:6]]
        return (rollouts, events), rollouts == [("2", "COMPLETED")]

    until("the second revision is back", rolled_back)
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    if hasattr(ecs, "list_service_deployments"):  # boto3 of 2022 has no service deployments
        found = ecs.list_service_deployments(cluster=CLUSTER, service="web")["serviceDeployments"]
        same([each["status"] for each in found[:2]], ["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"], "service deployments")
    stopped = ecs.list_tasks(cluster=CLUSTER, serviceName="web", desiredStatus="STOPPED")["taskArns"]
    failed = [task for task in ecs.describe_tasks(cluster=CLUSTER, tasks=stopped)["tasks"]
              if task["taskDefinitionArn"].endswith(":3")]
    reasons = {(task["stopCode"], task["stoppedReason"].split(":")[0]) for task in failed}
    same(reasons, {("TaskFailedToStart", "CannotPullContainerError")}, "why tasks of the failed deployment stopped")

    step("a task that ends with an exit code says so")
    register("nginx:ends", kingtide_simulated_exitCode="3", kingtide_simulated_exitAfterSeconds="0.5")
    answer = ecs.run_task(cluster=CLUSTER, taskDefinition=FAMILY, launchType="FARGATE", networkConfiguration=NETWORK)
    arn = answer["tasks"][0]["taskArn"]
    ecs.get_waiter("tasks_stopped").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=QUICK)
    task = ecs.describe_tasks(cluster=CLUSTER, tasks=[arn])["tasks"][0]
    same((task["stopCode"], task["containers"][0]["exitCode"], task["stoppedReason"]),
         ("EssentialContainerExited", 3, "Essential container in task exited"), "how it ended")


def tasks():
    step("a task of its own, run and stopped")
    answer = ecs.run_task(cluster=CLUSTER, taskDefinition=f"{FAMILY}:1", launchType="FARGATE", count=1,
                          networkConfiguration=NETWORK, startedBy=NAME)
    same(answer["failures"], [], "failures")
    arn = answer["tasks"][0]["taskArn"]
    ecs.get_waiter("tasks_running").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=QUICK)
    ecs.stop_task(cluster=CLUSTER, task=arn, reason="enough")
    ecs.get_waiter("tasks_stopped").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=QUICK)
    task = ecs.describe_tasks(cluster=CLUSTER, tasks=[arn])["tasks"][0]
    same((task["stopCode"], task["stoppedReason"]), ("UserInitiated", "enough"), "why it stopped")


def end():
    step("stop and delete")
    refused(ecs.exceptions.InvalidParameterException, ecs.delete_service, cluster=CLUSTER, service="web")
    refused(ecs.exceptions.ClusterContainsServicesException, ecs.delete_cluster, cluster=CLUSTER)
    ecs.update_service(cluster=CLUSTER, service="web", desiredCount=0)
    ecs.delete_service(cluster=CLUSTER, service="web")
    ecs.get_waiter("services_inactive").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    for revision in (1, 2, 3, 4):
        gone = ecs.deregister_task_definition(taskDefinition=f"{FAMILY}:{revision}")["taskDefinition"]
        same(gone["status"], "INACTIVE", "status")
    until("no tasks", lambda: ((seen := ecs.list_tasks(cluster=CLUSTER)["taskArns"]), not seen))
    same(ecs.delete_cluster(cluster=CLUSTER)["cluster"]["status"], "INACTIVE", "status")


print(f"boto3 {boto3.__version__}")
for chapter in (clusters, errors, definitions, create_and_scale, deploy, tasks, end):
    chapter()
step("the end")
