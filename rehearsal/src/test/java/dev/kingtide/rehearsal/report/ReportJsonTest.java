package dev.kingtide.rehearsal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportJsonTest {

    @Test
    void every_field_keeps_its_name() {
        assertThat(ReportJson.write(Reports.report(false)).replaceAll("\\n *", ""))
                .isEqualTo(
                        """
                        {"formatVersion":1,
                        "launch":{"name":"Sale","whatIf":["traffic.scale=2"],
                        "startTime":"2026-12-04T19:00:00Z","timeZone":"Europe/Berlin",
                        "lengthSeconds":120,"seed":7,"account":"123456789012",
                        "region":"eu-central-1"},
                        "goal":{"servedPercent":99.9,"p99Millis":800},
                        "verdict":{"holds":false,"brokenAtSecond":61,
                        "brokenAtTime":"2026-12-04T19:01:01Z","why":"2 healthy tasks could not",
                        "servedPercent":80,"p99Millis":12345,"timeToCapacitySeconds":null},
                        "total":PHASE0,"phases":[PHASE1,PHASE2],
                        "taskStarts":{"completeStarts":3,"medianSeconds":42.5,"stages":[
                        {"stage":"image pull","meanSeconds":20,"medianSeconds":21,
                        "p95Seconds":25,"mostSeconds":26},
                        {"stage":"application boot","meanSeconds":10,"medianSeconds":10,
                        "p95Seconds":11,"mostSeconds":12}],
                        "medianStart":{"askedAtSecond":0,
                        "stageSeconds":{"image pull":21,"application boot":10.5}},
                        "slowestStart":{"askedAtSecond":60,
                        "stageSeconds":{"image pull":25,"application boot":12}}},
                        "tasks":{"createdTasks":5,"runningTasksMost":2,"stopped":[
                        {"stoppedReason":"Task failed ELB health checks in (target-group web)",
                        "stoppedTasks":3}],"scaleOuts":[{"atSecond":0,"service":"c/s",
                        "fromTasks":0,"toTasks":2,"secondsToRunning":42.512,
                        "secondsToHealthy":55.25},
                        {"atSecond":61,"service":"c/s","fromTasks":2,"toTasks":4,
                        "secondsToRunning":null,"secondsToHealthy":null}]},
                        "cost":{"totalDollars":0.061,"items":[{"item":"Fargate x86",
                        "quantity":1.5,"unit":"vCPU-hours","costDollars":0.061}]},
                        "advice":[{"title":"Handle SIGTERM","evidence":"it is ignored",
                        "whatIf":["application.sigterm=handled"],
                        "source":"ECS developer guide","savedRequests":1500,
                        "costDollars":-0.25}],
                        "events":[{"atSecond":3,"time":"2026-12-04T19:00:03Z","kind":"service","subject":"c/s",
                        "text":"(service s) has reached a steady state.","count":1}],
                        "landmarks":[{"atSecond":61,"time":"2026-12-04T19:01:01Z",
                        "kind":"first-loss","text":"first request lost"}],
                        "inputs":{"files":[{"file":"launch.yaml","sizeBytes":900,
                        "sha256":"5feceb66"}],"settings":{"image.layers":"12"},
                        "calls":[{"atSecond":0,"call":"ecs:CreateService",
                        "input":"service.json"}],"notes":["one line does not count"]},
                        "secondBySecond":{"demandRequests":[1,2.5]}}
                        """
                                .replace("\n", "")
                                .replace("PHASE0", phase(0, 120, 10_000, 8_000, "80", 83.333))
                                .replace("PHASE1", phase(0, 60, 2_000, 2_000, "100", 33.333))
                                .replace("PHASE2", phase(60, 120, 8_000, 6_000, "75", 133.333)));
    }

    private static String phase(
            int from, int to, int demand, int served, String percent, double perSecond) {
        return """
        {"fromSecond":%d,"toSecond":%d,"fromTime":"2026-12-04T19:0%d:00Z",
        "demandRequests":%d,"attemptRequests":%d,"demandRequestsPerSecond":%s,
        "peakDemandRequestsPerSecond":120,"capacityRequestsPerSecond":40,
        "healthyTargetsLeast":1,"healthyTargetsMost":2,"servedRequests":%d,
        "servedPercent":%s,"lostRequests":%d,"lost503Requests":0,"lostRefusedRequests":%d,
        "p50Millis":80,"p99Millis":12345,"cpuPercent":97.4}
        """
                .formatted(
                        from,
                        to,
                        from / 60,
                        demand,
                        demand * 3 / 2,
                        perSecond,
                        served,
                        percent,
                        demand - served,
                        demand - served)
                .replace("\n", "");
    }

    @Test
    void the_same_report_gives_the_same_bytes() {
        assertThat(ReportJson.write(Reports.report(true)))
                .isEqualTo(ReportJson.write(Reports.report(true)))
                .endsWith("}\n");
    }
}
