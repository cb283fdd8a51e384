package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.Machines;
import dev.kingtide.rehearsal.launch.ScriptedCall;
import dev.kingtide.rehearsal.report.Report.Inputs;
import dev.kingtide.rehearsal.simulation.ApplicationModel;
import dev.kingtide.rehearsal.simulation.ClientModel;
import dev.kingtide.rehearsal.simulation.FaultPlan;
import dev.kingtide.rehearsal.simulation.ImageModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a report tells of its inputs: enough to know which launch it was, and to rehearse it again.
final class Provenance {
    private final SequencedMap<String, String> settings = new LinkedHashMap<>();

    private Provenance() {}

    static Inputs of(Launch launch) {
        List<Inputs.Call> calls = new ArrayList<>();
        for (ScriptedCall call : launch.calls()) {
            int second = (int) ((call.atMillis() - launch.startMillis()) / 1000);
            calls.add(new Inputs.Call(second, call.call(), call.input().place().file()));
        }
        Provenance provenance = new Provenance();
        provenance.settings(launch);
        return new Inputs(launch.files(), provenance.settings, calls, launch.notes());
    }

    private void settings(Launch launch) {
        put("goal.servedPercent", launch.goal().servedPercent());
        put("goal.p99Millis", (double) launch.goal().p99Millis());
        put("traffic.peakRequestsPerSecond", Math.rint(launch.forecast().peak()));
        put("traffic.totalRequests", Math.rint(launch.forecast().total()));
        client(launch.inputs().crowds().getFirst().client());
        application("", "application.", launch.inputs().application());
        launch.inputs()
                .applications()
                .forEach((family, one) -> {
                    String prefix = "applications." + family + '.';
                    application(prefix, prefix, one);
                });
        image("image.", launch.inputs().image());
        launch.inputs().images().forEach((name, one) -> image("images." + name + '.', one));
        for (Machines machines : launch.machines()) {
            String key = "instances." + machines.cluster() + '.' + machines.instanceType();
            settings.merge(
                    machines.spot() ? key + ".spot" : key,
                    Figures.number(machines.count()),
                    (before, more) -> before + " + " + more);
        }
        launch.quotas().set().forEach((quota, limit) -> put("quotas." + quota.key(), limit));
        faults(launch.inputs().faults());
    }

    private void client(ClientModel client) {
        put("clients.timeoutMillis", client.timeoutMillis());
        put("clients.retries", client.retries());
        put("clients.backoffMillis", client.backoffMillis());
        put("clients.patienceMillis", client.patienceMillis());
    }

    private void application(String requests, String prefix, ApplicationModel one) {
        put(requests + "requests.cpuMillis", one.cpuMillisPerRequest());
        put(requests + "requests.waitMillis", one.waitMillisPerRequest());
        put(prefix + "concurrency", one.concurrency());
        put(prefix + "acceptQueue", one.acceptQueue());
        put(prefix + "bootCpuSeconds", one.bootCpuSeconds());
        put(prefix + "bootWaitSeconds", one.bootWaitSeconds());
        settings.put(prefix + "sigterm", one.sigtermHandled() ? "handled" : "ignored");
    }

    private void image(String prefix, ImageModel image) {
        put(prefix + "compressedMib", image.compressedMib());
        put(prefix + "layers", image.layers());
        flag(prefix + "lazyLoading", image.lazyLoading());
        flag(prefix + "zstd", image.zstd());
        flag(prefix + "preloaded", image.preloaded());
    }

    private void faults(FaultPlan faults) {
        unlessZero("faults.pullFailurePercent", faults.pullFailureShare() * 100);
        unlessZero("faults.crashesPerTaskHour", faults.crashesPerTaskHour());
        unlessZero("faults.spotReclaimsPerTaskHour", faults.spotReclaimsPerTaskHour());
        unlessZero("faults.events", faults.events().size());
    }

    private void unlessZero(String key, double value) {
        if (value != 0) {
            put(key, value);
        }
    }

    private void flag(String key, boolean on) {
        if (on) {
            settings.put(key, "true");
        }
    }

    private void put(String key, double value) {
        settings.put(key, BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }
}
