package dev.kingtide.edge.report;

import java.util.List;

/// The counted metrics of a load balancer, by the names that CloudWatch has for them (ELB user
/// guide, load-balancer-cloudwatch-metrics).
public enum Metric {
    REQUESTS("RequestCount", Scope.TARGETS),
    TARGET_2XX("HTTPCode_Target_2XX_Count", Scope.TARGETS),
    TARGET_3XX("HTTPCode_Target_3XX_Count", Scope.TARGETS),
    TARGET_4XX("HTTPCode_Target_4XX_Count", Scope.TARGETS),
    TARGET_5XX("HTTPCode_Target_5XX_Count", Scope.TARGETS),
    TARGET_CONNECTION_ERRORS("TargetConnectionErrorCount", Scope.TARGETS),
    TARGET_TLS_ERRORS("TargetTLSNegotiationErrorCount", Scope.TARGETS),
    UNHEALTHY_ROUTING("UnhealthyRoutingRequestCount", Scope.TARGETS),
    ELB_3XX("HTTPCode_ELB_3XX_Count", Scope.BALANCER),
    ELB_4XX("HTTPCode_ELB_4XX_Count", Scope.BALANCER),
    ELB_5XX("HTTPCode_ELB_5XX_Count", Scope.BALANCER),
    ELB_500("HTTPCode_ELB_500_Count", Scope.BALANCER),
    ELB_502("HTTPCode_ELB_502_Count", Scope.BALANCER),
    ELB_503("HTTPCode_ELB_503_Count", Scope.BALANCER),
    ELB_504("HTTPCode_ELB_504_Count", Scope.BALANCER),
    GRPC_REQUESTS("GrpcRequestCount", Scope.BALANCER),
    RULE_EVALUATIONS("RuleEvaluations", Scope.BALANCER),
    NON_STICKY_REQUESTS("NonStickyRequestCount", Scope.BALANCER),
    FIXED_RESPONSES("HTTP_Fixed_Response_Count", Scope.BALANCER),
    REDIRECTS("HTTP_Redirect_Count", Scope.BALANCER),
    REDIRECTS_TOO_LONG("HTTP_Redirect_Url_Limit_Exceeded_Count", Scope.BALANCER),
    DESYNC("DesyncMitigationMode_NonCompliant_Request_Count", Scope.BALANCER),
    INVALID_FIELDS_DROPPED("DroppedInvalidHeaderRequestCount", Scope.BALANCER),
    INVALID_FIELDS_FORWARDED("ForwardedInvalidHeaderRequestCount", Scope.BALANCER),
    REJECTED_CONNECTIONS("RejectedConnectionCount", Scope.BALANCER),
    CLIENT_TLS_ERRORS("ClientTLSNegotiationErrorCount", Scope.BALANCER),
    NEW_CONNECTIONS("NewConnectionCount", Scope.BALANCER),
    PROCESSED_BYTES("ProcessedBytes", Scope.BALANCER);

    /// By what a metric is told apart.
    enum Scope {
        /// By load balancer.
        BALANCER,
        /// By load balancer, target group and zone of the target.
        TARGETS
    }

    private final String text;
    private final Scope scope;

    Metric(String text, Scope scope) {
        this.text = text;
        this.scope = scope;
    }

    /// The name in CloudWatch.
    public String text() {
        return text;
    }

    boolean isOfTargets() {
        return scope == Scope.TARGETS;
    }

    /// The metrics of a status that a target answered with: one, or none.
    static List<Metric> ofTarget(int status) {
        return switch (status / 100) {
            case 2 -> List.of(TARGET_2XX);
            case 3 -> List.of(TARGET_3XX);
            case 4 -> List.of(TARGET_4XX);
            case 5 -> List.of(TARGET_5XX);
            default -> List.of();
        };
    }

    /// The metrics of a status that the load balancer made itself.
    static List<Metric> ofBalancer(int status) {
        return switch (status) {
            case 500 -> List.of(ELB_5XX, ELB_500);
            case 502 -> List.of(ELB_5XX, ELB_502);
            case 503 -> List.of(ELB_5XX, ELB_503);
            case 504 -> List.of(ELB_5XX, ELB_504);
            default ->
                    switch (status / 100) {
                        case 3 -> List.of(ELB_3XX);
                        case 4 -> List.of(ELB_4XX);
                        case 5 -> List.of(ELB_5XX);
                        default -> List.of();
                    };
        };
    }
}
