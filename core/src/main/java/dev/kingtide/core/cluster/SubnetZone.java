package dev.kingtide.core.cluster;

import dev.kingtide.core.Row;

/// The availability zone that a subnet is taken to be in, of which nobody said it.
///
/// @param subnet `subnet-...`
/// @param zone such as `us-east-1a`
public record SubnetZone(String subnet, String zone) implements Row {

    @Override
    public String key() {
        return subnet;
    }
}
