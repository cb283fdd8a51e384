// Records what the AWS SDK for JavaScript v3 sends for a small launch, in its order.
//
// Usage, in a directory where the clients below are installed (npm install @aws-sdk/client-ecs@3.1164.0
// @aws-sdk/client-elastic-load-balancing-v2@3.1142.0 @aws-sdk/client-cloudwatch@3.1164.0
// @aws-sdk/client-sts@3.1174.0 @aws-sdk/client-application-auto-scaling@3.1141.0):
//
//     node record.mjs >.../aws/src/test/resources/dev/kingtide/aws/wire/recorded-javascript.jsonl
//
// Nothing is sent: a handler takes each signed request in the server's place. Lines are as record.py writes them.

import { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { STS } from "@aws-sdk/client-sts";

const handler = {
  metadata: { handlerProtocol: "http/1.1" },
  async handle(request) {
    const body = Buffer.from(request.body ?? "");
    const query = Object.entries(request.query ?? {}).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
    const line = {
      client: "javascript",
      method: request.method,
      target: request.path + (query ? `?${query}` : ""),
      headers: Object.entries(request.headers).map(([k, v]) => [k, String(v)]),
    };
    if (Buffer.from(body.toString("utf8"), "utf8").equals(body)) {
      line.text = body.toString("utf8");
    } else {
      line.base64 = body.toString("base64");
    }
    console.log(JSON.stringify(line));
    throw new Error("recorded");
  },
};

const config = {
  region: "us-east-1",
  endpoint: "http://localhost:4566",
  credentials: { accessKeyId: "AKIDRECORDED", secretAccessKey: "recorded-secret" },
  maxAttempts: 1,
  requestHandler: handler,
};
const target = { ServiceNamespace: "ecs", ResourceId: "service/shop/web", ScalableDimension: "ecs:service:DesiredCount" };
const network = { awsvpcConfiguration: { subnets: ["subnet-1", "subnet-2"], assignPublicIp: "ENABLED" } };
const web = { name: "app", image: "nginx:1.27", portMappings: [{ containerPort: 8080 }],
  environment: [{ name: "GREETING", value: "høj 潮 & <more>" }] };
const alarm = { AlarmName: "busy", Namespace: "AWS/ECS", MetricName: "CPUUtilization", Statistic: "Average", Period: 60,
  EvaluationPeriods: 3, Threshold: 70.5, ComparisonOperator: "GreaterThanThreshold" };
const calls = [
  [STS, "getCallerIdentity", {}],
  [ECS, "createCluster", { clusterName: "shop" }],
  [ECS, "registerTaskDefinition", { family: "web", networkMode: "awsvpc", cpu: "256", memory: "512",
    requiresCompatibilities: ["FARGATE"], containerDefinitions: [web] }],
  [ECS, "createService", { cluster: "shop", serviceName: "web", taskDefinition: "web:1", desiredCount: 2,
    launchType: "FARGATE", networkConfiguration: network }],
  [ECS, "runTask", { cluster: "shop", taskDefinition: "web:1", launchType: "FARGATE", networkConfiguration: network,
    clientToken: "a-token" }],
  [ECS, "describeServices", { cluster: "shop", services: ["web"] }],
  [ECS, "listTasks", { cluster: "shop" }],
  [ElasticLoadBalancingV2, "createLoadBalancer", { Name: "shop", Subnets: ["subnet-1", "subnet-2"] }],
  [ElasticLoadBalancingV2, "createTargetGroup", { Name: "shop", Protocol: "HTTP", Port: 80, VpcId: "vpc-1",
    TargetType: "ip", Matcher: { HttpCode: "200" } }],
  [ElasticLoadBalancingV2, "describeLoadBalancers", {}],
  [ApplicationAutoScaling, "registerScalableTarget", { ...target, MinCapacity: 1, MaxCapacity: 8 }],
  [ApplicationAutoScaling, "describeScalableTargets", { ServiceNamespace: "ecs" }],
  [CloudWatch, "putMetricAlarm", alarm],
  [CloudWatch, "describeAlarms", { AlarmNames: ["busy"] }],
];

for (const [client, method, input] of calls) {
  await new client(config)[method](input).catch((error) => {
    if (error.message !== "recorded") throw error;
  });
}
