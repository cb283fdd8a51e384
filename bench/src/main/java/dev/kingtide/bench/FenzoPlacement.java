package dev.kingtide.bench;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.SchedulingResult;
import com.netflix.fenzo.TaskAssignmentResult;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.TaskScheduler;
import com.netflix.fenzo.VMAssignmentResult;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import com.netflix.fenzo.VirtualMachineLease;
import com.netflix.fenzo.plugins.BalancedHostAttrConstraint;
import com.netflix.fenzo.plugins.BinPackingFitnessCalculators;
import com.netflix.fenzo.plugins.HostAttrValueConstraint;
import com.netflix.fenzo.plugins.SpreadingFitnessCalculators;
import com.netflix.fenzo.plugins.UniqueHostAttrConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.Protos;
import org.jspecify.annotations.Nullable;

/// Netflix Fenzo 1.0.1: its scheduler with its own constraints and fitness calculators, all tasks
/// of a round in one call as it is meant to be used.
///
/// Its nearest to each rule: balanced zones and spreading as soft constraints, bin packing as
/// fitness, attribute values and unique hosts as hard constraints.
final class FenzoPlacement implements Contender {
    private @Nullable TaskScheduler scheduler;
    private final Map<Integer, Set<String>> tasksOfService = new LinkedHashMap<>();
    private List<VirtualMachineLease> offers = new ArrayList<>();
    private int round;

    @Override
    public String name() {
        return "Fenzo 1.0.1";
    }

    /// The first time only: taking 10,000 offers costs Fenzo far more than placing, and the few
    /// tasks of a round leave the fleet all but empty.
    @Override
    public void prepare(PlacementWork work) {
        round++;
        if (scheduler == null) {
            TaskScheduler made =
                    new TaskScheduler.Builder()
                            .withFitnessCalculator(BinPackingFitnessCalculators.memoryBinPacker)
                            .withLeaseOfferExpirySecs(1_000_000)
                            .disableShortfallEvaluation()
                            .withLeaseRejectAction(lease -> {})
                            .build();
            List<VirtualMachineLease> leases = new ArrayList<>();
            work.machines().forEach(machine -> leases.add(new Lease(machine, null)));
            made.scheduleOnce(List.of(), leases);
            scheduler = made;
        }
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.shutdown();
            scheduler = null;
        }
    }

    @Override
    public int place(PlacementWork work) {
        TaskScheduler now = scheduler;
        if (now == null) {
            throw new IllegalStateException("not prepared");
        }
        List<Request> requests = new ArrayList<>();
        for (PlacementWork.Ask ask : work.tasks()) {
            Request request = request(ask);
            requests.add(request);
            tasksOf(ask).add(request.getId());
        }
        SchedulingResult result = now.scheduleOnce(requests, offers);
        offers = new ArrayList<>();
        int placed = 0;
        for (VMAssignmentResult assigned : result.getResultMap().values()) {
            Lease left = (Lease) assigned.getLeasesUsed().getFirst();
            for (TaskAssignmentResult task : assigned.getTasksAssigned()) {
                now.getTaskAssigner().call(task.getRequest(), assigned.getHostname());
                left = rest(left, ((Request) task.getRequest()).ask);
                placed++;
            }
            offers.add(left);
        }
        return placed;
    }

    private Set<String> tasksOf(PlacementWork.Ask ask) {
        return tasksOfService.computeIfAbsent(ask.service(), s -> new LinkedHashSet<>());
    }

    /// What a machine offers after a task took its share.
    private Lease rest(Lease before, PlacementWork.Ask ask) {
        PlacementWork.Machine m = before.machine;
        return new Lease(
                new PlacementWork.Machine(
                        m.number(),
                        m.zone(),
                        m.type(),
                        m.stack(),
                        m.cpuUnits() - ask.cpuUnits(),
                        m.mib() - ask.mib()),
                "lease-" + m.number() + "-" + round + "-" + ask.number());
    }

    private Request request(PlacementWork.Ask ask) {
        Set<String> others = tasksOf(ask);
        List<VMTaskFitnessCalculator> zones =
                List.of(new BalancedHostAttrConstraint(id -> others, "zone", 3).asSoftConstraint());
        return switch (ask.rule()) {
            case PACK -> new Request(round, ask, List.of(), List.of());
            case SPREAD -> {
                List<VMTaskFitnessCalculator> soft = new ArrayList<>(zones);
                soft.add(SpreadingFitnessCalculators.cpuMemSpreader);
                yield new Request(round, ask, List.of(), soft);
            }
            case BLUE ->
                    new Request(
                            round,
                            ask,
                            List.of(new HostAttrValueConstraint("stack", id -> "blue")),
                            List.of());
            case DISTINCT ->
                    new Request(
                            round, ask, List.of(new UniqueHostAttrConstraint(id -> others)), zones);
            case M5 ->
                    new Request(
                            round,
                            ask,
                            List.of(new HostAttrValueConstraint("family", id -> "m5")),
                            List.of(BinPackingFitnessCalculators.cpuBinPacker));
        };
    }

    private static final class Request implements TaskRequest {
        private final String id;
        private final PlacementWork.Ask ask;
        private final List<ConstraintEvaluator> hard;
        private final List<VMTaskFitnessCalculator> soft;
        private @Nullable AssignedResources assigned;

        Request(
                int round,
                PlacementWork.Ask ask,
                List<ConstraintEvaluator> hard,
                List<VMTaskFitnessCalculator> soft) {
            this.id = ask.name() + "-" + round;
            this.ask = ask;
            this.hard = hard;
            this.soft = soft;
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String taskGroupName() {
            return "";
        }

        @Override
        public double getCPUs() {
            return ask.cpuUnits() / 1024.0;
        }

        @Override
        public double getMemory() {
            return ask.mib();
        }

        @Override
        public double getNetworkMbps() {
            return 0;
        }

        @Override
        public double getDisk() {
            return 0;
        }

        @Override
        public int getPorts() {
            return 0;
        }

        @Override
        public Map<String, Double> getScalarRequests() {
            return Map.of();
        }

        @Override
        public Map<String, NamedResourceSetRequest> getCustomNamedResources() {
            return Map.of();
        }

        @Override
        public List<ConstraintEvaluator> getHardConstraints() {
            return hard;
        }

        @Override
        public List<VMTaskFitnessCalculator> getSoftConstraints() {
            return soft;
        }

        @Override
        public void setAssignedResources(AssignedResources resources) {
            assigned = resources;
        }

        @Override
        public @Nullable AssignedResources getAssignedResources() {
            return assigned;
        }
    }

    private static final class Lease implements VirtualMachineLease {
        private final PlacementWork.Machine machine;
        private final String id;
        private final Map<String, Protos.Attribute> attributes = new LinkedHashMap<>();

        Lease(PlacementWork.Machine machine, @Nullable String id) {
            this.machine = machine;
            this.id = id == null ? "lease-" + machine.number() : id;
            attribute("zone", machine.zone());
            attribute("stack", machine.stack());
            attribute("family", machine.type().substring(0, 2));
        }

        private void attribute(String name, String value) {
            attributes.put(
                    name,
                    Protos.Attribute.newBuilder()
                            .setName(name)
                            .setType(Protos.Value.Type.TEXT)
                            .setText(Protos.Value.Text.newBuilder().setValue(value))
                            .build());
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public long getOfferedTime() {
            return System.currentTimeMillis();
        }

        @Override
        public String hostname() {
            return machine.name();
        }

        @Override
        public String getVMID() {
            return machine.name();
        }

        @Override
        public double cpuCores() {
            return machine.cpuUnits() / 1024.0;
        }

        @Override
        public double memoryMB() {
            return machine.mib();
        }

        @Override
        public double networkMbps() {
            return 1000;
        }

        @Override
        public double diskMB() {
            return 100_000;
        }

        @Override
        public List<Range> portRanges() {
            return List.of();
        }

        @Override
        public Protos.@Nullable Offer getOffer() {
            return null;
        }

        @Override
        public Map<String, Protos.Attribute> getAttributeMap() {
            return attributes;
        }

        @Override
        public @Nullable Double getScalarValue(String name) {
            return null;
        }

        @Override
        public Map<String, Double> getScalarValues() {
            return Map.of();
        }
    }
}
