package dev.kingtide.rehearsal.launch;

import dev.kingtide.core.Scope;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.service.SchedulerTimings;
import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.cost.Prices;
import dev.kingtide.rehearsal.simulation.SimulationInputs;
import dev.kingtide.rehearsal.source.FileRead;
import dev.kingtide.rehearsal.traffic.Arrivals;
import dev.kingtide.rehearsal.traffic.Demand;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// A launch to rehearse: everything that its files say, checked.
///
/// @param name what people call it
/// @param scope its account and region
/// @param zone the zone of its times
/// @param startMillis the first moment of the run, in milliseconds since the epoch
/// @param lengthSeconds how long the run lasts
/// @param seed decides every draw
/// @param goal what it must reach to hold
/// @param forecast the requests to expect
/// @param inputs what the simulation needs to know; its crowds are drawn around the forecast
/// @param quotas the account's limits
/// @param scheduler how fast the service scheduler reacts
/// @param prices in dollars
/// @param machines EC2 instances
/// @param subnetZones the zone of each subnet that is named
/// @param adoptedIds the identifiers that load balancing resources will get, by the part of their
///   ARN before it
/// @param calls the script, in order of time
/// @param files what it was read from, in order of reading
/// @param notes what of its files is not rehearsed as it is written, a line each
public record Launch(
        String name,
        Scope scope,
        ZoneId zone,
        long startMillis,
        int lengthSeconds,
        long seed,
        Goal goal,
        Demand forecast,
        SimulationInputs inputs,
        Quotas quotas,
        SchedulerTimings scheduler,
        Prices prices,
        List<Machines> machines,
        SortedMap<String, String> subnetZones,
        SequencedMap<String, String> adoptedIds,
        List<ScriptedCall> calls,
        List<FileRead> files,
        List<String> notes) {

    /// Keeps copies.
    public Launch {
        machines = List.copyOf(machines);
        subnetZones = Collections.unmodifiableSortedMap(new TreeMap<>(subnetZones));
        calls = List.copyOf(calls);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /// The same launch, with another crowd and other draws.
    public Launch withSeed(long other) {
        Arrivals arrivals = new Arrivals(forecast, new Dice(other));
        return new Launch(
                name,
                scope,
                zone,
                startMillis,
                lengthSeconds,
                other,
                goal,
                forecast,
                inputs.with(arrivals::at),
                quotas,
                scheduler,
                prices,
                machines,
                subnetZones,
                adoptedIds,
                calls,
                files,
                notes);
    }

    /// The last moment of the run.
    public long endMillis() {
        return startMillis + lengthSeconds * 1000L;
    }
}
