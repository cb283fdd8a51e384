package dev.kingtide.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.launch.FakeFiles;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the report says of calls in the middle of a launch.
class ScriptedCallsTest {
    private static final String LAUNCH =
            """
            start: 2026-12-04T19:30
            length: 10m
            traffic: {shape: constant, requestsPerSecond: 1}
            quotas: {fargateLaunchBurst: 1, fargateLaunchesPerSecond: 1, fargateVcpus: 2}
            calls:
              - {call: "ecs:CreateCluster", input: {clusterName: jobs}}
              - call: "ecs:RegisterTaskDefinition"
                input:
                  family: job
                  networkMode: awsvpc
                  requiresCompatibilities: [FARGATE]
                  cpu: "1024"
                  memory: "2048"
                  containerDefinitions: [{name: job, image: job}]
              - {call: "ecs:RunTask", at: +60s, name: first, input: run.json}
              - {call: "ecs:RunTask", at: +60s, name: second, input: run.json}
              - {call: "ecs:RunTask", at: +90s, name: third, input: run.json}
              - {call: "ecs:RunTask", at: +120s, name: fourth, input: run.json}
            """;

    private static final String RUN =
            """
            {"cluster": "jobs", "taskDefinition": "job", "launchType": "FARGATE",
             "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}}
            """;

    @Test
    void a_task_that_is_throttled_or_finds_no_vcpus_is_told_and_ends_nothing() {
        FakeFiles files = new FakeFiles().with(Sources.LAUNCH, LAUNCH).with("run.json", RUN);
        Report report =
                Rehearsal.play(
                        LaunchLoader.load(new Sources(files, new Problems()), null),
                        List.of(),
                        Progress.NONE);
        assertThat(report.tasks().createdTasks()).isEqualTo(2);
        assertThat(report.moments())
                .filteredOn(m -> m.kind() == Moment.Kind.CALL)
                .extracting(m -> m.atSecond() + " " + m.subject() + ": " + m.text())
                .containsExactly(
                        "60 first: ecs:RunTask",
                        "60 second: ecs:RunTask ThrottlingException: Rate exceeded",
                        "90 third: ecs:RunTask",
                        "120 fourth: ecs:RunTask failures: RESOURCE:FARGATE: You've reached the"
                                + " limit on the number of vCPUs you can run concurrently");
    }
}
