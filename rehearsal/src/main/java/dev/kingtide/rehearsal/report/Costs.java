package dev.kingtide.rehearsal.report;

import dev.kingtide.core.World;
import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.cost.Prices;
import dev.kingtide.rehearsal.cost.TaskMeter;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.Machines;
import java.util.ArrayList;
import java.util.List;

/// What a run cost: tasks on Fargate, EC2 instances, load balancers.
final class Costs {
    /// New connections a second that one load balancer capacity unit holds (Elastic Load Balancing
    /// pricing). Each attempt is counted as a connection: an upper bound, clients keep some open.
    private static final double CONNECTIONS_PER_LCU = 25;

    private Costs() {}

    static Bill of(Launch launch, World world, TaskMeter meter, double attempts) {
        Prices prices = launch.prices();
        List<Bill.Item> items = new ArrayList<>(meter.items(launch.endMillis(), prices));
        for (Machines machines : launch.machines()) {
            double each = Math.max(60, (launch.endMillis() - machines.atMillis()) / 1000.0) / 3600;
            double spot = machines.spot() ? 1 - prices.instanceSpotDiscountPercent() / 100 : 1;
            double hours = each * machines.count();
            double price = prices.instanceHour().getOrDefault(machines.instanceType(), 0.0);
            items.add(
                    new Bill.Item(
                            "EC2 " + machines.instanceType() + (machines.spot() ? " Spot" : ""),
                            hours,
                            "instance-hours",
                            hours * price * spot));
        }
        int balancers = world.traffic().loadBalancers.size();
        if (balancers > 0) {
            double hours = launch.lengthSeconds() / 3600.0 * balancers;
            items.add(
                    new Bill.Item(
                            "Application Load Balancer",
                            hours,
                            "hours",
                            hours * prices.loadBalancerHour()));
            double lcuHours = attempts / CONNECTIONS_PER_LCU / 3600;
            items.add(
                    new Bill.Item(
                            "load balancer capacity, if each attempt connects anew",
                            lcuHours,
                            "LCU-hours",
                            lcuHours * prices.lcuHour()));
        }
        return new Bill(items);
    }
}
