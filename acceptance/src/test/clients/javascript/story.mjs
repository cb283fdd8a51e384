// The story that every client of the acceptance tests tells, told by the AWS SDK for JavaScript v3.
//
// Usage: story.mjs NAME; credentials, region and AWS_ENDPOINT_URL come from the environment. NAME keeps clients apart.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
    ApplicationAutoScaling, ObjectNotFoundException,
} from "@aws-sdk/client-application-auto-scaling";
import {
    ClientException, ClusterContainsServicesException, ClusterNotFoundException, ECS, ECSServiceException,
    InvalidParameterException, ServiceNotFoundException, paginateListClusters, paginateListTaskDefinitions,
    waitUntilServicesInactive, waitUntilServicesStable, waitUntilTasksRunning, waitUntilTasksStopped,
} from "@aws-sdk/client-ecs";
import { STS } from "@aws-sdk/client-sts";

const [name] = process.argv.slice(2);
const cluster = `${name}-shop`;
const family = `${name}-web`;
const networkConfiguration = {
    awsvpcConfiguration: { subnets: ["subnet-1", "subnet-2"], assignPublicIp: "ENABLED" },
};
const ecs = new ECS({ maxAttempts: 1 });
const scaling = new ApplicationAutoScaling({ maxAttempts: 1 });
const patience = { client: ecs, maxWaitTime: 180, minDelay: 1, maxDelay: 2 };
const tags = [{ key: "client", value: name }];

const step = (text) => console.log(new Date().toISOString().slice(11, 19), text);
const last = (arn) => arn.split("/").at(-1);
const service = async () => {
    const { services, failures } = await ecs.describeServices({ cluster, services: ["web"] });
    assert.deepEqual(failures, []);
    return services[0];
};

async function refused(kind, call) {
    await assert.rejects(call, (refusal) => {
        assert.ok(refusal instanceof kind, `${refusal} is no ${kind.name}`);
        assert.equal(refusal.$metadata.httpStatusCode, 400);
        assert.ok(refusal.message, `${kind.name} without a message`);
        return true;
    });
}

async function until(what, check) {
    const end = Date.now() + 180_000;
    for (;;) {
        const seen = await service();
        if (check(seen)) return seen;
        assert.ok(Date.now() < end, `not yet ${what}: ${JSON.stringify(seen, null, 1).slice(0, 4000)}`);
        await sleep(500);
    }
}

async function register(image, dockerLabels = {}) {
    const { taskDefinition } = await ecs.registerTaskDefinition({
        family, networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "512", tags,
        containerDefinitions: [{
            name: "app", image, portMappings: [{ containerPort: 8080 }], dockerLabels,
            environment: [{ name: "GREETING", value: "høj 潮" }],
        }],
    });
    assert.equal(taskDefinition.containerDefinitions[0].environment[0].value, "høj 潮");
    assert.ok(taskDefinition.registeredAt instanceof Date);
    return taskDefinition.revision;
}

async function clusters() {
    step("identity and clusters");
    assert.equal((await new STS({}).getCallerIdentity({})).Account, "123456789012");
    const names = [cluster, `${name}-second`, `${name}-third`];
    for (const clusterName of names) {
        assert.equal((await ecs.createCluster({ clusterName, tags })).cluster.status, "ACTIVE");
    }
    const seen = await ecs.describeClusters({ clusters: [cluster, `${name}-none`], include: ["TAGS"] });
    assert.deepEqual(seen.clusters.map((each) => [each.clusterName, each.tags]), [[cluster, tags]]);
    assert.deepEqual(seen.failures.map((each) => each.reason), ["MISSING"]);
    const listed = [];
    for await (const page of paginateListClusters({ client: ecs, pageSize: 1 }, {})) {
        assert.ok(page.clusterArns.length <= 1);
        listed.push(...page.clusterArns.map(last));
    }
    for (const each of names) assert.equal(listed.filter((one) => one === each).length, 1, each);
    for (const each of names.slice(1)) await ecs.deleteCluster({ cluster: each });
}

async function errors() {
    step("errors arrive as exceptions of their own class");
    await refused(ClusterNotFoundException, ecs.describeServices({ cluster: `${name}-none`, services: ["web"] }));
    await refused(ServiceNotFoundException, ecs.updateService({ cluster, service: "none", desiredCount: 1 }));
    await refused(ClientException, ecs.describeTaskDefinition({ taskDefinition: `${name}-none` }));
    await refused(ClientException, ecs.registerTaskDefinition({ family: "no spaces!", containerDefinitions: [] }));
    await refused(ECSServiceException, ecs.describeTasks({ cluster, tasks: [] }));
    await refused(ObjectNotFoundException, scaling.deregisterScalableTarget({
        ServiceNamespace: "ecs", ResourceId: `service/${cluster}/none`,
        ScalableDimension: "ecs:service:DesiredCount",
    }));
}

async function definitions() {
    step("task definitions");
    assert.equal(await register("nginx:1.26"), 1);
    assert.equal(await register("nginx:1.27"), 2);
    assert.equal(await register("nginx:broken", { "kingtide.simulated.pull": "fail" }), 3);
    const listed = [];
    const query = { familyPrefix: family, sort: "DESC" };
    for await (const page of paginateListTaskDefinitions({ client: ecs, pageSize: 2 }, query)) {
        listed.push(...page.taskDefinitionArns.map(last));
    }
    assert.deepEqual(listed, [3, 2, 1].map((revision) => `${family}:${revision}`));
}

async function createAndScale() {
    step("a service, until its tasks run");
    const made = await ecs.createService({
        cluster, serviceName: "web", taskDefinition: `${family}:1`, desiredCount: 2, launchType: "FARGATE",
        networkConfiguration, tags, enableECSManagedTags: true,
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    assert.equal(made.service.status, "ACTIVE");
    await waitUntilServicesStable(patience, { cluster, services: ["web"] });
    const { taskArns } = await ecs.listTasks({ cluster, serviceName: "web" });
    assert.equal(taskArns.length, 2);
    await waitUntilTasksRunning(patience, { cluster, tasks: taskArns });
    const { tasks } = await ecs.describeTasks({ cluster, tasks: taskArns });
    for (const each of tasks) {
        assert.deepEqual([each.lastStatus, each.launchType, each.group], ["RUNNING", "FARGATE", "service:web"]);
        assert.ok(each.startedAt >= each.createdAt);
    }

    step("scaling by hand and by Application Auto Scaling");
    await ecs.updateService({ cluster, service: "web", desiredCount: 4 });
    await waitUntilServicesStable(patience, { cluster, services: ["web"] });
    const target = {
        ServiceNamespace: "ecs", ResourceId: `service/${cluster}/web`, ScalableDimension: "ecs:service:DesiredCount",
    };
    await scaling.registerScalableTarget({ ...target, MinCapacity: 5, MaxCapacity: 8 });
    await until("the minimum of five tasks", (seen) => seen.desiredCount === 5);
    await scaling.deregisterScalableTarget(target);
    await ecs.updateService({ cluster, service: "web", desiredCount: 2 });
    await until("two tasks again", (seen) => seen.runningCount === 2);
}

async function deploy() {
    step("a rolling update");
    await ecs.updateService({ cluster, service: "web", taskDefinition: `${family}:2` });
    await waitUntilServicesStable(patience, { cluster, services: ["web"] });
    const updated = await service();
    assert.equal(last(updated.taskDefinition), `${family}:2`);
    assert.deepEqual(updated.deployments.map((each) => [each.status, each.rolloutState]), [["PRIMARY", "COMPLETED"]]);

    step("a deployment that fails and rolls back");
    await ecs.updateService({ cluster, service: "web", taskDefinition: `${family}:3` });
    await until("rolled back", (seen) => seen.deployments.length === 1
        && last(seen.taskDefinition) === `${family}:2` && seen.deployments[0].rolloutState === "COMPLETED");
}

async function tasks() {
    step("a task of its own, run and stopped");
    const run = await ecs.runTask({
        cluster, taskDefinition: `${family}:1`, launchType: "FARGATE", networkConfiguration, startedBy: name,
    });
    assert.deepEqual(run.failures, []);
    const { taskArn } = run.tasks[0];
    await waitUntilTasksRunning(patience, { cluster, tasks: [taskArn] });
    await ecs.stopTask({ cluster, task: taskArn, reason: "enough" });
    await waitUntilTasksStopped(patience, { cluster, tasks: [taskArn] });
    const [task] = (await ecs.describeTasks({ cluster, tasks: [taskArn] })).tasks;
    assert.deepEqual([task.stopCode, task.stoppedReason], ["UserInitiated", "enough"]);
}

async function end() {
    step("stop and delete");
    await refused(InvalidParameterException, ecs.deleteService({ cluster, service: "web" }));
    await refused(ClusterContainsServicesException, ecs.deleteCluster({ cluster }));
    await ecs.updateService({ cluster, service: "web", desiredCount: 0 });
    await ecs.deleteService({ cluster, service: "web" });
    await waitUntilServicesInactive(patience, { cluster, services: ["web"] });
    for (const revision of [1, 2, 3]) {
        const gone = await ecs.deregisterTaskDefinition({ taskDefinition: `${family}:${revision}` });
        assert.equal(gone.taskDefinition.status, "INACTIVE");
    }
    const late = Date.now() + 120_000;
    while ((await ecs.listTasks({ cluster })).taskArns.length > 0) {
        assert.ok(Date.now() < late, "tasks are left");
        await sleep(500);
    }
    assert.equal((await ecs.deleteCluster({ cluster })).cluster.status, "INACTIVE");
}

const own = new URL("node_modules/@aws-sdk/client-ecs/package.json", import.meta.url);
console.log(`JavaScript ${JSON.parse(readFileSync(own)).version} on Node.js ${process.version}`);
for (const chapter of [clusters, errors, definitions, createAndScale, deploy, tasks, end]) await chapter();
step("the end");
