package dev.kingtide.cli;

import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.host.Daemon;
import dev.kingtide.host.Logs;
import dev.kingtide.host.Machines;
import dev.kingtide.host.UnusableData;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kingtide up`: runs the control plane until it is told to stop.
@Command(
        name = "up",
        description = {
            "Runs the control plane: AWS's own clients create clusters, task definitions and"
                    + " services, and tasks start, serve and stop in real time.",
            "",
            "Tasks run as containers of this machine's Docker Engine, or, with --driver"
                    + " simulated, on simulated machines: then nothing is executed, but everything"
                    + " that AWS's clients can see of a task happens.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was told to stop (SIGTERM, SIGINT) and has kept everything",
            "1:the port, the data directory, the store or the Docker Engine cannot be used",
            "2:bad arguments",
            "70:a defect of Kingtide"
        },
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExample:%n",
        footer = {
            "  kingtide up &",
            "  eval \"$(kingtide env)\"",
            "  aws ecs create-cluster --cluster-name shop"
        })
final class UpCommand implements Callable<Integer> {

    /// Who runs tasks.
    enum Driver {
        DOCKER,
        SIMULATED
    }

    private static final int DEFAULT_PORT = 4566;

    @Spec private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "where to listen; 0 is any free port (default: ${DEFAULT-VALUE})")
    private int port = DEFAULT_PORT;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "the address to listen on (default: ${DEFAULT-VALUE})")
    private String bind = "127.0.0.1";

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--auth",
            paramLabel = "on|off",
            description = {
                "whether callers must sign with a key of the data directory (default: on)."
                        + " With off any key is taken, and only loopback addresses may be listened"
                        + " on"
            })
    private String auth = "on";

    @Option(
            names = "--driver",
            paramLabel = "docker|simulated",
            description = {
                "who runs tasks: the Docker Engine that DOCKER_HOST names or that listens on a"
                        + " usual socket, or nobody really (default: docker)"
            })
    private String driver = "docker";

    @Option(
            names = "--timings",
            paramLabel = "local|fargate",
            description = {
                "how fast simulated tasks start: about a second, or as published for AWS Fargate"
                        + " (default: local)"
            })
    private String timings = "local";

    @Option(
            names = "--settle-seconds",
            paramLabel = "SECONDS",
            description = {
                "how long a task without load balancer and health check runs before it counts as"
                        + " healthy (default: ${DEFAULT-VALUE}, as on AWS)"
            })
    private int settleSeconds = 40;

    @Option(
            names = "--test-endpoints",
            description = "POST /moto-api/reset clears all state, for test suites")
    private boolean testEndpoints;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            description = "how log lines are written, on standard error (default: text)")
    private String logFormat = "text";

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info or debug (default: ${DEFAULT-VALUE})")
    private String logLevel = "info";

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        SimulatedMachines.Speed speed = word("--timings", timings, SimulatedMachines.Speed.class);
        int settle = settleSeconds();
        Driver chosen = word("--driver", driver, Driver.class);
        Gateway.Auth mode = word("--auth", auth, Gateway.Auth.class);
        Daemon.Settings settings =
                new Daemon.Settings(
                        data.directory(), address(mode), mode, testEndpoints, Kingtide.version());
        Logs.begin(word("--log-format", logFormat, Logs.Format.class), logLevel);
        Machines machines =
                switch (chosen) {
                    case SIMULATED -> SimulatedMachines.of(speed);
                    case DOCKER -> LocalEngine.machines(err::println);
                };
        return machines == null ? 1 : run(settings, new SettledMachines(machines, settle), mode);
    }

    private int run(Daemon.Settings settings, Machines machines, Gateway.Auth mode) {
        PrintWriter err = spec.commandLine().getErr();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger status = new AtomicInteger();
        try (Daemon daemon =
                Daemon.start(
                        settings,
                        machines,
                        defect -> {
                            status.set(70);
                            end.countDown();
                        })) {
            UpBanner.print(spec.commandLine().getOut(), daemon, data.directory(), mode);
            stopOnSignal(end, closed);
            end.await();
        } catch (UnusableData | StoreFailure e) {
            err.println("kingtide up: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println(
                    "kingtide up: cannot listen on "
                            + bind
                            + ':'
                            + port
                            + ": "
                            + e.getMessage()
                            + "; give another port with --port, 0 for any free one");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed.countDown();
        return status.get();
    }

    /// Ends the wait when the process is told to stop, and the process with status 0 once
    /// everything is closed; by itself the JVM would end at once, with the signal's status.
    private static void stopOnSignal(CountDownLatch end, CountDownLatch closed) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(() -> {
                                    end.countDown();
                                    Runtime.getRuntime().halt(within(closed) ? 0 : 70);
                                }));
    }

    private static boolean within(CountDownLatch closed) {
        try {
            return closed.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private InetSocketAddress address(Gateway.Auth mode) {
        if (port < 0 || port > 65_535) {
            throw bad("--port is a number from 0 to 65535, not " + port);
        }
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (mode == Gateway.Auth.OFF && !address.isLoopbackAddress()) {
                throw bad(
                        "--auth off lets everybody in, so it goes with loopback addresses only,"
                                + " not with --bind "
                                + bind);
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw bad("--bind is an address of this machine, not \"" + bind + "\"");
        }
    }

    private int settleSeconds() {
        if (settleSeconds < 0 || settleSeconds > 3_600) {
            throw bad("--settle-seconds is a number from 0 to 3600, not " + settleSeconds);
        }
        return settleSeconds;
    }

    private <E extends Enum<E>> E word(String option, String given, Class<E> words) {
        for (E each : words.getEnumConstants()) {
            if (each.name().equals(given.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        StringBuilder known = new StringBuilder();
        for (E each : words.getEnumConstants()) {
            known.append(known.isEmpty() ? "" : " or ")
                    .append(each.name().toLowerCase(Locale.ROOT));
        }
        throw bad(option + " is " + known + ", not \"" + given + '"');
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// `--data`, for every command that has to do with a daemon.
    static final class DataOption {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "where the control plane keeps everything (default: ~/.kingtide)")
        private Path given;

        Path directory() {
            Path directory =
                    given == null ? Path.of(System.getProperty("user.home"), ".kingtide") : given;
            return directory.toAbsolutePath().normalize();
        }
    }
}
