package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.List;

/// A listener of a load balancer with its rules.
///
/// @param arn its ARN, the key
/// @param loadBalancerArn its load balancer
/// @param protocol `HTTP` or `HTTPS`
/// @param port 1 to 65535
/// @param rules by priority, the default rule last
public record Listener(
        String arn, String loadBalancerArn, String protocol, int port, List<Rule> rules)
        implements Row {

    @Override
    public String key() {
        return arn;
    }
}
