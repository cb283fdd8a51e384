package dev.kingtide.bench;

import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.List;

/// The same fleet and the same tasks for everyone who is compared.
///
/// @param machines the fleet
/// @param tasks what is to be placed, in order
record PlacementWork(List<Machine> machines, List<Ask> tasks) {
    /// CPU units to one processing element, for who knows no fractions.
    static final int UNITS_PER_PE = 256;

    private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");
    private static final List<String> TYPES =
            List.of("m5.xlarge", "c5.xlarge", "r5.xlarge", "m5.2xlarge");

    record Machine(int number, String zone, String type, String stack, int cpuUnits, int mib) {
        String name() {
            return "machine-" + number;
        }
    }

    /// How a service's tasks are to be placed.
    enum Rule {
        /// Least memory left first, nothing else.
        PACK,
        /// Evenly over zones, then over machines.
        SPREAD,
        /// On machines of the blue stack, least memory left first.
        BLUE,
        /// Evenly over zones, then least memory left, no two of a service on one machine.
        DISTINCT,
        /// On m5 machines, least CPU left first.
        M5
    }

    record Ask(int number, int service, Rule rule, int cpuUnits, int mib) {
        String name() {
            return "task-" + number;
        }

        String group() {
            return "service:" + service;
        }
    }

    /// Every task by memory bin-packing alone: what all the compared can do out of the box.
    static PlacementWork packing(int machines, int tasks) {
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            asks.add(ask(i, i % 20, Rule.PACK));
        }
        return new PlacementWork(fleet(machines), asks);
    }

    /// Twenty services: eight spread, six on the blue stack, four distinct, two on m5.
    static PlacementWork mixed(int machines, int tasks) {
        Dice dice = new Dice(1);
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            int service = (int) (dice.uniform("service", i) * 20);
            Rule rule =
                    service < 8
                            ? Rule.SPREAD
                            : service < 14 ? Rule.BLUE : service < 18 ? Rule.DISTINCT : Rule.M5;
            asks.add(ask(i, service, rule));
        }
        return new PlacementWork(fleet(machines), asks);
    }

    private static Ask ask(int number, int service, Rule rule) {
        return new Ask(
                number, service, rule, UNITS_PER_PE << (service % 2), 512 * (1 + service % 3));
    }

    private static List<Machine> fleet(int count) {
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int type = i / 3 % 4;
            machines.add(
                    new Machine(
                            i,
                            ZONES.get(i % 3),
                            TYPES.get(type),
                            i / 12 % 2 == 0 ? "blue" : "green",
                            type == 3 ? 8192 : 4096,
                            type == 1 ? 7_700 : type == 0 ? 15_600 : 31_500));
        }
        return machines;
    }
}
