package dev.kingtide.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the command line says of a new launch; each option answers a question.
final class InitOptions {
    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "What people call the launch.",
            order = 1)
    @Nullable String name;

    @Option(
            names = "--from-terraform",
            paramLabel = "FILE",
            description =
                    "Take services and scaling from this plan or state, as terraform show -json"
                            + " prints it; it is copied.",
            order = 2)
    @Nullable String terraform;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "The zone of its times, such as Europe/Berlin.",
            order = 3)
    @Nullable String zone;

    @Option(
            names = "--sale",
            paramLabel = "TIME",
            description = "When it goes on sale, such as 2026-12-04T20:00.",
            order = 4)
    @Nullable String sale;

    @Option(
            names = "--peak",
            paramLabel = "N",
            description = "Requests per second at the peak.",
            order = 5)
    @Nullable String peak;

    @Option(
            names = "--rise",
            paramLabel = "SECONDS",
            description = "How long until the peak is reached.",
            order = 6)
    @Nullable String rise;

    @Option(
            names = "--cpu-millis",
            paramLabel = "N",
            description = "CPU time of a request on one vCPU, in milliseconds.",
            order = 7)
    @Nullable String cpuMillis;

    @Option(
            names = "--image",
            paramLabel = "MIB",
            description = "What is downloaded of the container image.",
            order = 8)
    @Nullable String image;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Tasks beforehand; not with --from-terraform, nor the next two.",
            order = 9)
    @Nullable String tasks;

    @Option(
            names = "--vcpu",
            paramLabel = "N",
            description = "vCPU of a task on Fargate: 0.25, 0.5, 1, 2, 4, 8 or 16.",
            order = 10)
    @Nullable String vcpu;

    @Option(
            names = "--memory",
            paramLabel = "GB",
            description = "Memory of a task on Fargate.",
            order = 11)
    @Nullable String memory;

    @Option(names = "--yes", description = "Ask nothing; take the defaults.", order = 12)
    boolean yes;
}
