#!/usr/bin/env bash
# A service of real containers, led through its life by the AWS CLI; each step is checked by what Docker says there is.
#
# Usage: containers.sh AWS ENDPOINT OWNER IMAGE; credentials and region come from the environment. OWNER is the label of
# the control plane's containers. ENDPOINT may be empty, as in story.sh.
set -Eeuo pipefail
trap 'echo "line $LINENO: exit $?: $BASH_COMMAND" >&2' ERR
aws=$1 endpoint=$2 owner=$3 image=$4
network='awsvpcConfiguration={subnets=[subnet-1]}'

ecs() { "$aws" ${endpoint:+--endpoint-url "$endpoint"} ecs "$@"; }
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

# Until a command prints a text.
until_is() {
    local wanted=$1 seen end=$((SECONDS + 90))
    shift
    while seen=$("$@"); do
        [[ $seen == "$wanted" ]] && return
        if ((SECONDS > end)); then
            echo "line ${BASH_LINENO[0]}: $* is \"$seen\" and not yet \"$wanted\"" >&2
            query 'services[0].events[:6].message' describe-services --cluster real --services web >&2
            exit 1
        fi
        sleep 0.5
    done
}

service() { query "services[0].$1" describe-services --cluster real --services web; }

# The ids of the service's containers that Docker runs, or of all there are with -a.
containers() { docker ps -q --no-trunc "$@" --filter "label=dev.kingtide.owner=$owner" \
    --filter "label=com.amazonaws.ecs.container-name=web" | sort; }

# The container of a task, by its ARN.
container() { docker ps -aq --no-trunc --filter "label=dev.kingtide.task=${1##*/}" \
    --filter "label=com.amazonaws.ecs.container-name=web"; }

# What the service's containers have of a template, each once.
have() {
    # shellcheck disable=SC2046 # one word an id
    docker inspect -f "$1" $(containers) | sort -u | tr '\n' ' ' | sed 's/ *$//'
}
version='{{range .Config.Env}}{{if eq . "VERSION=1" "VERSION=2" "VERSION=3"}}{{.}}{{end}}{{end}}'

# Registers a revision: its number, the program it runs, and what it is to do.
register() {
    query taskDefinition.revision register-task-definition --family real --network-mode awsvpc \
        --requires-compatibilities FARGATE --cpu 256 --memory 512 --container-definitions "[{\"name\":\"web\",
            \"image\":\"$image\",\"stopTimeout\":5,\"environment\":[{\"name\":\"VERSION\",\"value\":\"$1\"}],
            \"command\":[\"$2\",\"sh\",\"-c\",\"$3\"]}]"
}
serve="trap 'exit 0' TERM; while :; do /busybox sleep 100 & wait \$!; done"

step "a cluster, task definitions, a service"
same "$(query cluster.status create-cluster --cluster-name real)" ACTIVE
same "$(register 1 /busybox "$serve")" 1
same "$(register 2 /busybox "$serve")" 2
same "$(register 3 /none "$serve")" 3
same "$(query service.status create-service --cluster real --service-name web --task-definition real:1 \
    --desired-count 2 --launch-type FARGATE --network-configuration "$network" \
    --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}')" ACTIVE
until_is "2 COMPLETED" service '[runningCount, deployments[0].rolloutState]'
first=$(containers)
same "$(wc -l <<<"$first")" 2
same "$(have "$version {{.Config.Image}} {{.HostConfig.Memory}}")" "VERSION=1 $image $((512 << 20))"

step "scaling out leaves what runs alone"
query service.desiredCount update-service --cluster real --service web --desired-count 3
until_is 3 service runningCount
same "$(containers | wc -l)" 3
same "$(comm -12 <(echo "$first") <(containers))" "$first"

step "a rolling update"
query service.serviceName update-service --cluster real --service web --task-definition real:2
until_is "1 COMPLETED 3" service '[length(deployments), deployments[0].rolloutState, runningCount]'
until_is 3 eval 'containers | wc -l'
same "$(have "$version")" VERSION=2
# shellcheck disable=SC2086 # one word an id
same "$(docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' $first | sort -u)" "exited 0"
second=$(containers)

step "a deployment that fails and rolls back"
query service.serviceName update-service --cluster real --service web --task-definition real:3
until_is "1 COMPLETED 3 real:2" eval "service '[length(deployments), deployments[0].rolloutState, runningCount,
    deployments[0].taskDefinition]' | sed 's#arn:.*task-definition/##'"
until_is "$second" containers
failed=$(query 'taskArns[]' list-tasks --cluster real --family real --desired-status STOPPED)
# shellcheck disable=SC2086
[[ $(query 'tasks[].[stopCode, stoppedReason]' describe-tasks --cluster real --tasks $failed) == \
    *"TaskFailedToStart CannotStartContainerError: "*/none* ]]

step "a task of its own and its exit code"
task=$(query 'tasks[0].taskArn' run-task --cluster real --task-definition real:3 --launch-type FARGATE \
    --network-configuration "$network" --overrides \
    '{"containerOverrides":[{"name":"web","command":["/busybox","sh","-c","exit 3"]}]}')
until_is "STOPPED EssentialContainerExited 3" query 'tasks[0].[lastStatus, stopCode, containers[0].exitCode]' \
    describe-tasks --cluster real --tasks "$task"
same "$(docker inspect -f '{{.State.ExitCode}}' "$(container "$task")")" 3

step "a task that is stopped is replaced"
task=$(query 'taskArns[0]' list-tasks --cluster real --service-name web)
query task.desiredStatus stop-task --cluster real --task "$task" --reason enough
until_is "STOPPED UserInitiated 0" query 'tasks[0].[lastStatus, stopCode, containers[0].exitCode]' \
    describe-tasks --cluster real --tasks "$task"
same "$(docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' "$(container "$task")")" "exited 0"
until_is 3 service runningCount
same "$(containers | wc -l)" 3

step "the service is deleted"
same "$(query service.status delete-service --cluster real --service web --force)" DRAINING
until_is INACTIVE service status
until_is "" containers
step "the end"
