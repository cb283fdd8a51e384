#!/usr/bin/env bash
# Applies main.tf, plans without a change, updates and destroys, as a team does.
#
# Usage: story.sh NAME, in a directory that holds main.tf; TF_CLI_CONFIG_FILE names where the provider is, the
# AWS_* variables endpoint and credentials.
set -Eeuo pipefail
trap 'echo "line $LINENO: exit $?: $BASH_COMMAND" >&2' ERR
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1 TF_VAR_name=$1
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

terraform() { command terraform "$@" -no-color; }
step() { date +"%H:%M:%S $*"; }

# Exit status 2 says that the plan would change something, which the output names.
no_change() {
    local status=0
    terraform plan -detailed-exitcode >plan.txt 2>&1 || status=$?
    [[ $status == 0 ]] && return
    echo "plan ended with $status, where nothing should change:" >&2
    cat plan.txt >&2
    exit 1
}

same() {
    [[ $1 == "$2" ]] && return
    echo "line ${BASH_LINENO[0]}: \"$1\", not \"$2\"" >&2
    exit 1
}

cp "$here/main.tf" .
terraform version
step init
terraform init >init.txt || { cat init.txt >&2; exit 1; }

step apply
terraform apply -auto-approve
same "$(terraform output -raw account)" 123456789012
same "$(terraform output -raw desired_count)" 2
no_change

step "a rolling update, and one task more"
terraform apply -auto-approve -var image=nginx:1.27 -var tasks=3
same "$(terraform output -raw desired_count)" 3
[[ $(terraform output -raw task_definition) == */"$1-web:2" ]]
export TF_VAR_image=nginx:1.27 TF_VAR_tasks=3
no_change

step destroy
terraform destroy -auto-approve
same "$(terraform state list)" ""
step "the end"
