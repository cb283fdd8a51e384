#!/usr/bin/env bash
# Applies balancer.tf, plans without a change, changes and destroys, as a team does.
#
# Usage: balancer.sh NAME CERTIFICATES; TF_CLI_CONFIG_FILE names where the provider is, the AWS_* variables endpoint
# and credentials. The bucket pki has cas.pem and revoked.crl.
set -Eeuo pipefail
trap 'echo "line $LINENO: exit $?: $BASH_COMMAND" >&2' ERR
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1 TF_VAR_name=$1 TF_VAR_certificates=$2
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

cp "$here/balancer.tf" .
step init
terraform init >init.txt || { cat init.txt >&2; exit 1; }

step apply
terraform apply -auto-approve
[[ $(terraform output -raw dns_name) == "$1"-* ]]
no_change

step "another mode of mutual TLS, timeout, place among the rules, and subnet"
export TF_VAR_mutual_mode=passthrough TF_VAR_idle_timeout=40 TF_VAR_priority=40 TF_VAR_subnets='["subnet-a","subnet-b","subnet-c"]'
terraform apply -auto-approve
same "$(for each in mutual_mode idle_timeout priority subnets; do terraform output -raw $each && echo; done | xargs)" \
    "passthrough 40 40 3"
no_change

step destroy
terraform destroy -auto-approve
same "$(terraform state list)" ""
step "the end"
