package dev.kingtide.bench;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloudsimplus.allocationpolicies.VmAllocationPolicy;
import org.cloudsimplus.allocationpolicies.VmAllocationPolicyBestFit;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.datacenters.DatacenterSimple;
import org.cloudsimplus.hosts.Host;
import org.cloudsimplus.hosts.HostSimple;
import org.cloudsimplus.resources.Pe;
import org.cloudsimplus.resources.PeSimple;
import org.cloudsimplus.util.Log;
import org.cloudsimplus.vms.Vm;
import org.cloudsimplus.vms.VmSimple;

/// CloudSim Plus 8.5.7: its allocation policy alone, without its simulation around it.
///
/// Packing is its own best fit (by busy processing elements). It has no constraints or spreading,
/// so for these it gets, through its extension point `setFindHostForVmFunction`, a scan that tests
/// the cheap conditions first.
final class CloudSimPlacement implements Contender {
    private VmAllocationPolicy policy = VmAllocationPolicy.NULL;
    private List<Host> hosts = List.of();
    private final Map<Integer, Spread> spreads = new LinkedHashMap<>();
    private PlacementWork.Ask current = new PlacementWork.Ask(0, 0, PlacementWork.Rule.PACK, 0, 0);
    private PlacementWork work = new PlacementWork(List.of(), List.of());

    /// A service's tasks by zone and by machine.
    private static final class Spread {
        final Map<String, Integer> byZone = new LinkedHashMap<>();
        final Map<Integer, Integer> byMachine = new LinkedHashMap<>();
        final BitSet machines = new BitSet();
    }

    @Override
    public String name() {
        return "CloudSim Plus 8.5.7";
    }

    @Override
    public void prepare(PlacementWork newWork) {
        Log.setLevel(Level.OFF);
        work = newWork;
        spreads.clear();
        List<Host> all = new ArrayList<>();
        for (PlacementWork.Machine machine : work.machines()) {
            List<Pe> pes = new ArrayList<>();
            for (int i = 0; i < machine.cpuUnits() / PlacementWork.UNITS_PER_PE; i++) {
                pes.add(new PeSimple(1000));
            }
            Host host = new HostSimple(machine.mib(), 10_000_000, 10_000_000, pes);
            host.setId(machine.number());
            all.add(host);
        }
        hosts = all;
        policy = new VmAllocationPolicyBestFit();
        if (work.tasks().getFirst().rule() != PlacementWork.Rule.PACK) {
            policy.setFindHostForVmFunction((p, vm) -> find(vm));
        }
        DatacenterSimple datacenter = new DatacenterSimple(new CloudSimPlus(), hosts, policy);
        if (datacenter.getHostList().size() != hosts.size()) {
            throw new IllegalStateException("CloudSim Plus lost hosts");
        }
    }

    @Override
    public int place(PlacementWork same) {
        int placed = 0;
        for (PlacementWork.Ask ask : same.tasks()) {
            current = ask;
            Vm vm = new VmSimple(ask.number(), 1000, ask.cpuUnits() / PlacementWork.UNITS_PER_PE);
            vm.setRam(ask.mib()).setBw(1).setSize(1);
            if (policy.allocateHostForVm(vm).fully()) {
                placed++;
                note(ask, (int) vm.getHost().getId());
            }
        }
        return placed;
    }

    private void note(PlacementWork.Ask ask, int machine) {
        Spread spread = spreads.computeIfAbsent(ask.service(), s -> new Spread());
        spread.byZone.merge(work.machines().get(machine).zone(), 1, Integer::sum);
        spread.byMachine.merge(machine, 1, Integer::sum);
        spread.machines.set(machine);
    }

    private Optional<Host> find(Vm vm) {
        Spread spread = spreads.computeIfAbsent(current.service(), s -> new Spread());
        Host best = null;
        long bestKey = Long.MAX_VALUE;
        for (Host host : hosts) {
            PlacementWork.Machine machine = work.machines().get((int) host.getId());
            if (!mayTake(machine, spread)) {
                continue;
            }
            long key = key(host, machine, spread);
            if (key < bestKey && host.isSuitableForVm(vm)) {
                best = host;
                bestKey = key;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean mayTake(PlacementWork.Machine machine, Spread spread) {
        return switch (current.rule()) {
            case PACK, SPREAD -> true;
            case BLUE -> machine.stack().equals("blue");
            case DISTINCT -> !spread.machines.get(machine.number());
            case M5 -> machine.type().startsWith("m5");
        };
    }

    /// The lower, the better.
    private long key(Host host, PlacementWork.Machine machine, Spread spread) {
        long zone = spread.byZone.getOrDefault(machine.zone(), 0);
        return switch (current.rule()) {
            case PACK, BLUE -> host.getRam().getAvailableResource();
            case SPREAD ->
                    (zone << 32)
                            + (spread.machines.get(machine.number())
                                    ? spread.byMachine.getOrDefault(machine.number(), 0)
                                    : 0);
            case DISTINCT -> (zone << 32) + host.getRam().getAvailableResource();
            case M5 -> host.getFreePesNumber();
        };
    }
}
