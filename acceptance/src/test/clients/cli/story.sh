#!/usr/bin/env bash
# The story that every client of the acceptance tests tells, told by the AWS CLI, version 1 or 2.
#
# Usage: story.sh AWS ENDPOINT NAME; credentials and region come from the environment. NAME keeps clients apart.
# ENDPOINT may be empty: AWS_ENDPOINT_URL then says it, which versions before 2.13 do not know.
set -Eeuo pipefail
trap 'echo "line $LINENO: exit $?: $BASH_COMMAND" >&2' ERR
aws=$1 endpoint=$2 name=$3
cluster=$name-shop family=$name-web
network='awsvpcConfiguration={subnets=[subnet-1,subnet-2],assignPublicIp=ENABLED}'

aws() { "$aws" ${endpoint:+--endpoint-url "$endpoint"} "$@"; }
ecs() { aws ecs "$@"; }
step() { date +"%H:%M:%S $*"; }

# What a query of a command's answer is, on one line.
query() {
    local query=$1
    shift
    ecs "$@" --query "$query" --output text | tr '\t\n' '  ' | sed 's/ *$//'
}

same() {
    [[ $1 == "$2" ]] && return
    echo "line ${BASH_LINENO[0]}: \"$1\", not \"$2\"" >&2
    exit 1
}

# The command ends with status 254 (255 from version 1 before 1.19) and names the error and operation.
refused() {
    local error=$1 output status=0
    shift
    output=$(aws "$@" 2>&1) || status=$?
    [[ $status == 25[45] && $output == *"An error occurred ($error) when calling the "*" operation: "?* ]] && return
    echo "line ${BASH_LINENO[0]}: $* ended with $status and not with $error: $output" >&2
    exit 1
}

# Until a query of the service is a text.
until_service() {
    local query=$1 wanted=$2 seen end=$((SECONDS + 180))
    while seen=$(query "services[0].$query" describe-services --cluster "$cluster" --services web); do
        [[ $seen == "$wanted" ]] && return
        if ((SECONDS > end)); then
            echo "line ${BASH_LINENO[0]}: $query is \"$seen\" and not yet \"$wanted\"" >&2
            query 'services[0].events[:6].message' describe-services --cluster "$cluster" --services web >&2
            exit 1
        fi
        sleep 1
    done
}

register() {
    local image=$1 labels=${2:-{\}}
    query taskDefinition.revision register-task-definition --family "$family" --network-mode awsvpc \
        --requires-compatibilities FARGATE --cpu 256 --memory 512 --tags "key=client,value=$name" \
        --container-definitions "[{\"name\":\"app\",\"image\":\"$image\",\"portMappings\":[{\"containerPort\":8080}],
            \"environment\":[{\"name\":\"GREETING\",\"value\":\"høj 潮\"}],\"dockerLabels\":$labels}]"
}

"$aws" --version

step "identity and clusters"
same "$(aws sts get-caller-identity --query Account --output text)" 123456789012
if [[ -z $endpoint ]]; then # a profile's own call of STS goes where the variable says
    # what it answers is kept for an hour under the home directory, so another daemon's would be shown here
    home=(HOME="$PWD" PYTHONUSERBASE="${PYTHONUSERBASE:-$HOME/.local}" PYENV_ROOT="${PYENV_ROOT:-$HOME/.pyenv}")
    echo "[profile deploy]
role_arn = arn:aws:iam::123456789012:role/deploy
role_session_name = $name
credential_source = Environment" >config
    same "$(env "${home[@]}" AWS_CONFIG_FILE=config "$aws" --profile deploy sts get-caller-identity \
        --query Arn --output text)" \
        "arn:aws:sts::123456789012:assumed-role/deploy/$name"
fi
for each in "$cluster" "$name-second"; do
    same "$(query cluster.status create-cluster --cluster-name "$each" --tags "key=client,value=$name")" ACTIVE
done
same "$(query '[clusters[0].clusterName, clusters[0].tags[0].value, failures[0].reason]' describe-clusters \
    --clusters "$cluster" "$name-none" --include TAGS)" "$cluster $name MISSING"
listed=$(query 'clusterArns[]' list-clusters --page-size 1)
for each in "$cluster" "$name-second"; do [[ " $listed " == *"/$each "* ]]; done
same "$(query cluster.status delete-cluster --cluster "$name-second")" INACTIVE

step "errors say what they are"
refused ClusterNotFoundException ecs describe-services --cluster "$name-none" --services web
refused ServiceNotFoundException ecs update-service --cluster "$cluster" --service none --desired-count 1
refused ClientException ecs describe-task-definition --task-definition "$name-none"
refused ClientException ecs register-task-definition --family 'no spaces!' --container-definitions '[]'
refused ObjectNotFoundException application-autoscaling deregister-scalable-target --service-namespace ecs \
    --resource-id "service/$cluster/none" --scalable-dimension ecs:service:DesiredCount

step "task definitions"
same "$(register nginx:1.26)" 1
same "$(register nginx:1.27)" 2
same "$(register nginx:broken '{"kingtide.simulated.pull":"fail"}')" 3
same "$(query 'taskDefinition.containerDefinitions[0].environment[0].value' describe-task-definition \
    --task-definition "$family:1")" "høj 潮"
same "$(query 'taskDefinitionArns[]' list-task-definitions --family-prefix "$family" --page-size 2 | wc -w)" 3

step "a service, until its tasks run"
same "$(query '[service.status, service.desiredCount]' create-service --cluster "$cluster" --service-name web \
    --task-definition "$family:1" --desired-count 2 --launch-type FARGATE --network-configuration "$network" \
    --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}')" "ACTIVE 2"
ecs wait services-stable --cluster "$cluster" --services web
tasks=$(query 'taskArns[]' list-tasks --cluster "$cluster" --service-name web)
# shellcheck disable=SC2086 # one word an ARN
ecs wait tasks-running --cluster "$cluster" --tasks $tasks
# shellcheck disable=SC2086
same "$(query 'tasks[].[lastStatus, launchType, group]' describe-tasks --cluster "$cluster" --tasks $tasks)" \
    "RUNNING FARGATE service:web RUNNING FARGATE service:web"

step "scaling by hand and by Application Auto Scaling"
same "$(query service.desiredCount update-service --cluster "$cluster" --service web --desired-count 3)" 3
until_service runningCount 3
target=(--service-namespace ecs --resource-id "service/$cluster/web"
    --scalable-dimension ecs:service:DesiredCount)
aws application-autoscaling register-scalable-target "${target[@]}" --min-capacity 4 --max-capacity 8
aws application-autoscaling put-scaling-policy "${target[@]}" --policy-name cpu --policy-type TargetTrackingScaling \
    --target-tracking-scaling-policy-configuration \
    'TargetValue=50.0,PredefinedMetricSpecification={PredefinedMetricType=ECSServiceAverageCPUUtilization}' >/dev/null
same "$(aws application-autoscaling describe-scalable-targets --service-namespace ecs \
    --resource-ids "service/$cluster/web" --query 'ScalableTargets[].MinCapacity' --output text)" 4
until_service desiredCount 4
aws application-autoscaling deregister-scalable-target "${target[@]}"
same "$(query service.desiredCount update-service --cluster "$cluster" --service web --desired-count 2)" 2

step "a rolling update"
query service.serviceName update-service --cluster "$cluster" --service web --task-definition "$family:2"
until_service '[length(deployments), deployments[0].rolloutState, runningCount]' "1 COMPLETED 2"
[[ $(query 'services[0].taskDefinition' describe-services --cluster "$cluster" --services web) == */$family:2 ]]

step "a deployment that fails and rolls back"
query service.serviceName update-service --cluster "$cluster" --service web --task-definition "$family:3"
second=$(query taskDefinition.taskDefinitionArn describe-task-definition --task-definition "$family:2")
until_service 'deployments[].[taskDefinition, rolloutState]' "$second COMPLETED"
until_service 'runningCount' 2
stopped=$(query 'taskArns[]' list-tasks --cluster "$cluster" --service-name web --desired-status STOPPED)
# shellcheck disable=SC2086
[[ $(query 'tasks[].[stopCode, stoppedReason]' describe-tasks --cluster "$cluster" --tasks $stopped) == \
    *"TaskFailedToStart CannotPullContainerError: "* ]]

step "a task of its own, run and stopped"
task=$(query 'tasks[0].taskArn' run-task --cluster "$cluster" --task-definition "$family:1" --launch-type FARGATE \
    --network-configuration "$network" --started-by "$name")
ecs wait tasks-running --cluster "$cluster" --tasks "$task"
query task.desiredStatus stop-task --cluster "$cluster" --task "$task" --reason enough
ecs wait tasks-stopped --cluster "$cluster" --tasks "$task"
same "$(query 'tasks[0].[stopCode, stoppedReason]' describe-tasks --cluster "$cluster" --tasks "$task")" \
    "UserInitiated enough"

step "stop and delete"
refused InvalidParameterException ecs delete-service --cluster "$cluster" --service web
refused ClusterContainsServicesException ecs delete-cluster --cluster "$cluster"
same "$(query service.status delete-service --cluster "$cluster" --service web --force)" DRAINING
ecs wait services-inactive --cluster "$cluster" --services web
for revision in 1 2 3; do
    same "$(query taskDefinition.status deregister-task-definition --task-definition "$family:$revision")" INACTIVE
done
end=$((SECONDS + 120))
until [[ -z $(query 'taskArns[]' list-tasks --cluster "$cluster") ]]; do
    ((SECONDS < end))
    sleep 1
done
same "$(query cluster.status delete-cluster --cluster "$cluster")" INACTIVE
step "the end"
