#!/usr/bin/env bash
# Load balancers from beginning to end, told by the AWS CLI, version 1 or 2.
#
# Usage: balancer.sh AWS ENDPOINT NAME CERTIFICATES; credentials and region come from the environment. ENDPOINT may be
# empty. CERTIFICATES is a directory with shop.pem, shop.key, wild.pem, wild.key and what vouches for them. The bucket pki
# has cas.pem and revoked.crl.
set -Eeuo pipefail
trap 'echo "line $LINENO: exit $?: $BASH_COMMAND" >&2' ERR
aws=$1 endpoint=$2 name=$3 files=$4

aws() { "$aws" ${endpoint:+--endpoint-url "$endpoint"} "$@"; }
step() { date +"%H:%M:%S $*"; }

# What a query of a command's answer is, on one line.
query() {
    local query=$1
    shift
    aws elbv2 "$@" --query "$query" --output text | tr '\t\n' '  ' | sed 's/ *$//'
}

same() {
    [[ $1 == "$2" ]] && return
    echo "line ${BASH_LINENO[0]}: \"$1\", not \"$2\"" >&2
    exit 1
}

refused() {
    local error=$1 output status=0
    shift
    output=$(aws elbv2 "$@" 2>&1) || status=$?
    [[ $status == 25[45] && $output == *"An error occurred ($error) when calling the "*" operation: "?* ]] && return
    echo "line ${BASH_LINENO[0]}: $* ended with $status and not with $error: $output" >&2
    exit 1
}

brought() {
    aws acm import-certificate --certificate "fileb://$files/$1.pem" --private-key "fileb://$files/$1.key" \
        --certificate-chain fileb://chain.pem --query CertificateArn --output text
}

step "certificates, target groups, a load balancer"
cat "$files/middle.pem" "$files/root.pem" >chain.pem
shop=$(brought shop) wild=$(brought wild)
group() {
    query 'TargetGroups[0].TargetGroupArn' create-target-group --name "$name-$1" --protocol HTTP --port 8080 \
        --vpc-id vpc-1 --target-type ip --tags "Key=client,Value=$name" "${@:2}"
}
blue=$(group blue --health-check-path /ready --matcher HttpCode=200-299) green=$(group green)
lb=$(query 'LoadBalancers[0].LoadBalancerArn' create-load-balancer --name "$name" --subnets subnet-a subnet-b \
    --security-groups sg-1 --tags "Key=client,Value=$name" Key=stage,Value=test)
aws elbv2 wait load-balancer-available --load-balancer-arns "$lb"
same "$(query 'LoadBalancers[0].[Type, Scheme, State.Code]' describe-load-balancers --names "$name")" \
    "application internet-facing active"
refused DuplicateLoadBalancerName create-load-balancer --name "$name" --subnets subnet-a subnet-b --scheme internal

step "attributes"
query Attributes modify-load-balancer-attributes --load-balancer-arn "$lb" --attributes \
    Key=idle_timeout.timeout_seconds,Value=30 Key=routing.http.desync_mitigation_mode,Value=strictest >/dev/null
same "$(query "Attributes[?Key=='idle_timeout.timeout_seconds'].Value" describe-load-balancer-attributes \
    --load-balancer-arn "$lb")" 30
refused ValidationError modify-load-balancer-attributes --load-balancer-arn "$lb" \
    --attributes Key=idle_timeout.timeout_seconds,Value=0
query Attributes modify-target-group-attributes --target-group-arn "$blue" --attributes \
    Key=load_balancing.algorithm.type,Value=weighted_random \
    Key=load_balancing.algorithm.anomaly_mitigation,Value=on Key=deregistration_delay.timeout_seconds,Value=5 >/dev/null
same "$(query "Attributes[?Key=='load_balancing.algorithm.anomaly_mitigation'].Value" \
    describe-target-group-attributes --target-group-arn "$blue")" on
same "$(query 'TargetGroups[0].HealthCheckIntervalSeconds' modify-target-group --target-group-arn "$blue" \
    --health-check-interval-seconds 10)" 10

step "listeners, with TLS and further certificates"
http=$(query 'Listeners[0].ListenerArn' create-listener --load-balancer-arn "$lb" --protocol HTTP --port 80 \
    --default-actions 'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}')
https=$(query 'Listeners[0].ListenerArn' create-listener --load-balancer-arn "$lb" --protocol HTTPS --port 443 \
    --certificates "CertificateArn=$shop" --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06 \
    --default-actions "Type=forward,TargetGroupArn=$blue")
same "$(query 'Listeners[].Port' describe-listeners --load-balancer-arn "$lb" | tr ' ' '\n' | sort -n | xargs)" "80 443"
refused DuplicateListener create-listener --load-balancer-arn "$lb" --protocol HTTP --port 80 \
    --default-actions "Type=forward,TargetGroupArn=$blue"
aws elbv2 add-listener-certificates --listener-arn "$https" --certificates "CertificateArn=$wild" >/dev/null
same "$(query 'length(Certificates)' describe-listener-certificates --listener-arn "$https")" 2
aws elbv2 remove-listener-certificates --listener-arn "$https" --certificates "CertificateArn=$wild"
same "$(query 'Certificates[].IsDefault' describe-listener-certificates --listener-arn "$https")" True
same "$(query 'Listeners[0].[Port, SslPolicy]' modify-listener --listener-arn "$https" --port 8443 \
    --ssl-policy ELBSecurityPolicy-2016-08)" "8443 ELBSecurityPolicy-2016-08"
if [[ $(aws elbv2 describe-listener-attributes 2>&1) == *"Invalid choice"* ]]; then
    step "this AWS CLI does not know listener attributes"
else
    same "$(query "Attributes[?Key=='routing.http.response.server.enabled'].Value" describe-listener-attributes \
        --listener-arn "$https")" true
fi

if [[ $(aws elbv2 describe-trust-stores 2>&1) == *"nvalid choice"* ]]; then
    step "this AWS CLI does not know trust stores"
else
    step "mutual TLS"
    refused CaCertificatesBundleNotFound create-trust-store --name "$name" --ca-certificates-bundle-s3-bucket pki \
        --ca-certificates-bundle-s3-key gone.pem
    trust=$(query 'TrustStores[0].TrustStoreArn' create-trust-store --name "$name" \
        --ca-certificates-bundle-s3-bucket pki --ca-certificates-bundle-s3-key cas.pem --tags "Key=client,Value=$name")
    same "$(query 'TrustStoreRevocations[0].[RevocationId, NumberOfRevokedEntries]' add-trust-store-revocations \
        --trust-store-arn "$trust" --revocation-contents S3Bucket=pki,S3Key=revoked.crl,RevocationType=CRL)" "1 1"
    same "$(query 'TrustStores[0].[Status, NumberOfCaCertificates, TotalRevokedEntries]' describe-trust-stores \
        --names "$name")" "ACTIVE 1 1"
    same "$(query 'Listeners[0].MutualAuthentication.[Mode, TrustStoreArn]' modify-listener --listener-arn "$https" \
        --mutual-authentication "Mode=verify,TrustStoreArn=$trust")" "verify $trust"
    same "$(query 'TrustStoreAssociations[].ResourceArn' describe-trust-store-associations \
        --trust-store-arn "$trust")" "$https"
    refused TrustStoreInUse delete-trust-store --trust-store-arn "$trust"
    aws elbv2 remove-trust-store-revocations --trust-store-arn "$trust" --revocation-ids 1
    same "$(query 'Listeners[0].MutualAuthentication.Mode' modify-listener --listener-arn "$https" \
        --mutual-authentication Mode=off)" off
    aws elbv2 delete-trust-store --trust-store-arn "$trust"
    refused TrustStoreNotFound describe-trust-stores --trust-store-arns "$trust"
fi

step "rules with every condition and action"
rule() {
    query 'Rules[0].RuleArn' create-rule --listener-arn "$https" --priority "$1" --conditions "$2" --actions "$3"
}
fixed='Type=fixed-response,FixedResponseConfig={StatusCode=503,ContentType=text/plain,MessageBody=later}'
first=$(rule 10 'Field=host-header,HostHeaderConfig={Values=[*.shop.example]}' "$fixed")
second=$(rule 20 'Field=path-pattern,PathPatternConfig={Values=[/old/*,/older]}' \
    '[{"Type":"redirect","RedirectConfig":{"Path":"/new/#{path}","StatusCode":"HTTP_302"}}]')
third=$(rule 30 'Field=http-header,HttpHeaderConfig={HttpHeaderName=X-Beta,Values=[yes]}' "[{\"Type\":\"forward\",
    \"ForwardConfig\":{\"TargetGroups\":[{\"TargetGroupArn\":\"$blue\",\"Weight\":1},
    {\"TargetGroupArn\":\"$green\",\"Weight\":3}],
    \"TargetGroupStickinessConfig\":{\"Enabled\":true,\"DurationSeconds\":60}}}]")
rule 40 'Field=query-string,QueryStringConfig={Values=[{Key=v,Value=2}]}' "Type=forward,TargetGroupArn=$green" >rule
rule 50 'Field=http-request-method,HttpRequestMethodConfig={Values=[POST,PUT]}' "$fixed" >rule
rule 60 'Field=source-ip,SourceIpConfig={Values=[10.0.0.0/8,192.168.0.0/16]}' "$fixed" >rule
same "$(query 'Rules[].Priority' describe-rules --listener-arn "$https")" "10 20 30 40 50 60 default"
same "$(query 'Rules[0].Actions[0].ForwardConfig.TargetGroups[].Weight' describe-rules --rule-arns "$third")" "1 3"
refused PriorityInUse create-rule --listener-arn "$https" --priority 10 --conditions Field=path-pattern,Values=/a \
    --actions "$fixed"
query Rules set-rule-priorities --rule-priorities "RuleArn=$first,Priority=20" "RuleArn=$second,Priority=10" >/dev/null
same "$(query 'Rules[].Priority' describe-rules --rule-arns "$first" "$second")" "20 10"
same "$(query 'Rules[0].Conditions[0].Values' modify-rule --rule-arn "$first" \
    --conditions Field=path-pattern,Values=/a)" /a
aws elbv2 delete-rule --rule-arn "$first"
refused RuleNotFound describe-rules --rule-arns "$first"

step "targets"
aws elbv2 register-targets --target-group-arn "$green" --targets Id=10.0.0.1 Id=10.0.0.2,Port=8081
same "$(query 'length(TargetHealthDescriptions)' describe-target-health --target-group-arn "$green")" 2
refused InvalidTarget register-targets --target-group-arn "$green" --targets Id=i-0123456789abcdef0
aws elbv2 deregister-targets --target-group-arn "$green" --targets Id=10.0.0.1

step "tags, subnets, security groups, limits"
same "$(query 'TagDescriptions[0].Tags[].Key' describe-tags --resource-arns "$lb")" "client stage"
aws elbv2 add-tags --resource-arns "$lb" "$third" --tags Key=stage,Value=live Key=team,Value=shop
same "$(query 'TagDescriptions[0].Tags[?Key==`stage`].Value' describe-tags --resource-arns "$lb")" live
aws elbv2 remove-tags --resource-arns "$lb" --tag-keys stage team
same "$(query 'TagDescriptions[].Tags[].Value' describe-tags --resource-arns "$lb" "$third")" "$name live shop"
same "$(query 'length(AvailabilityZones)' set-subnets --load-balancer-arn "$lb" \
    --subnets subnet-a subnet-b subnet-c)" 3
same "$(query SecurityGroupIds set-security-groups --load-balancer-arn "$lb" --security-groups sg-2)" sg-2
same "$(query IpAddressType set-ip-address-type --load-balancer-arn "$lb" --ip-address-type ipv4)" ipv4
same "$(query "Limits[?Name=='targets-per-target-group'].Max" describe-account-limits)" 1000

step "delete"
refused ResourceInUse delete-target-group --target-group-arn "$blue"
aws elbv2 delete-listener --listener-arn "$http"
aws elbv2 delete-load-balancer --load-balancer-arn "$lb"
aws elbv2 wait load-balancers-deleted --load-balancer-arns "$lb"
refused ListenerNotFound describe-listeners --listener-arns "$https"
for group in "$blue" "$green"; do aws elbv2 delete-target-group --target-group-arn "$group"; done
for certificate in "$shop" "$wild"; do aws acm delete-certificate --certificate-arn "$certificate"; done
step "the end"
