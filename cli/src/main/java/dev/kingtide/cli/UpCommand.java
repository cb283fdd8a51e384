package dev.kingtide.cli;

import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.host.Daemon;
import dev.kingtide.host.Logs;
import dev.kingtide.host.Machines;
import dev.kingtide.host.UnusableData;
import dev.kingtide.host.edge.Share;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// `kingtide up`: runs the control plane until it is told to stop.
final class UpCommand implements Callable<Integer> {

    /// Who runs tasks.
    enum Driver {
        DOCKER,
        SIMULATED
    }

    private static final int DEFAULT_PORT = 4566;
    private static final String UNUSABLE =
            "the port, the data directory, the store or the Docker Engine cannot be used";

    private final OptionSpec port =
            PlainSpec.number(
                    "--port",
                    "PORT",
                    DEFAULT_PORT,
                    "where to listen; 0 is any free port (default: ${DEFAULT-VALUE})");
    private final OptionSpec bind =
            PlainSpec.text(
                    "--bind",
                    "ADDRESS",
                    "127.0.0.1",
                    "the address to listen on (default: ${DEFAULT-VALUE})");
    private final OptionSpec data = DataOption.spec();
    private final OptionSpec auth =
            PlainSpec.text(
                    "--auth",
                    "on|off",
                    "on",
                    "whether callers must sign with a key of the data directory (default: on). With"
                            + " off any key is taken, and only loopback addresses may be listened"
                            + " on");
    private final OptionSpec driver =
            PlainSpec.text(
                    "--driver",
                    "docker|simulated",
                    "docker",
                    "who runs tasks: the Docker Engine that DOCKER_HOST names or that listens on a"
                            + " usual socket, or nobody really (default: docker)");
    private final OptionSpec dockerHosts =
            PlainSpec.texts(
                    "--docker-host",
                    "NAME=ADDRESS",
                    "another machine's Docker Engine, such as big=tcp://10.0.0.7:2376, which"
                            + " becomes a container instance too; its certificates are in"
                            + " DOCKER_CERT_PATH or in the directory NAME there. May be given"
                            + " several times");
    private final OptionSpec edges =
            PlainSpec.number(
                    "--edges",
                    "NUMBER",
                    1,
                    "how many processes carry the traffic of load balancers, each a share of the"
                            + " connections: when one ends, the others go on (default:"
                            + " ${DEFAULT-VALUE}, at most 16)");
    private final OptionSpec timings =
            PlainSpec.text(
                    "--timings",
                    "local|fargate",
                    "local",
                    "how fast simulated tasks start: about a second, or as published for AWS"
                            + " Fargate (default: local)");
    private final OptionSpec settleSeconds =
            PlainSpec.number(
                    "--settle-seconds",
                    "SECONDS",
                    40,
                    "how long a task without load balancer and health check runs before it counts"
                            + " as healthy (default: ${DEFAULT-VALUE}, as on AWS)");
    private final OptionSpec testEndpoints =
            PlainSpec.flag(
                    "--test-endpoints", "POST /moto-api/reset clears all state, for test suites");
    private final OptionSpec logFormat =
            PlainSpec.text(
                    "--log-format",
                    "text|json",
                    "text",
                    "how log lines are written, on standard error (default: text)");
    private final OptionSpec logLevel =
            PlainSpec.text(
                    "--log-level",
                    "LEVEL",
                    "info",
                    "error, warn, info or debug (default: ${DEFAULT-VALUE})");
    private final CommandSpec spec =
            PlainSpec.of(
                            "up",
                            this,
                            "Runs the control plane: AWS's own clients create clusters, task"
                                    + " definitions and services, and tasks start, serve and stop"
                                    + " in real time.",
                            "",
                            "Tasks run as containers of this machine's Docker Engine, or, with"
                                    + " --driver simulated, on simulated machines: then nothing is"
                                    + " executed, but everything that AWS's clients can see of a"
                                    + " task happens.",
                            "")
                    .option(port)
                    .option(bind)
                    .option(data)
                    .option(auth)
                    .option(driver)
                    .option(dockerHosts)
                    .option(edges)
                    .option(timings)
                    .option(settleSeconds)
                    .option(testEndpoints)
                    .option(logFormat)
                    .option(logLevel)
                    .exit(0, "it was told to stop (SIGTERM, SIGINT) and has kept everything")
                    .exit(1, UNUSABLE)
                    .exit(2, "bad arguments")
                    .exit(70, "a defect of Kingtide")
                    .example(
                            "  kingtide up &",
                            "  eval \"$(kingtide env)\"",
                            "  aws ecs create-cluster --cluster-name shop")
                    .build();

    /// The command as picocli takes it.
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        SimulatedMachines.Speed speed = word(timings, SimulatedMachines.Speed.class);
        int settle = settleSeconds();
        Driver chosen = word(driver, Driver.class);
        Gateway.Auth mode = word(auth, Gateway.Auth.class);
        Path directory = DataOption.directory(data.getValue());
        Daemon.Settings settings =
                new Daemon.Settings(
                        directory,
                        address(mode),
                        mode,
                        testEndpoints.<Boolean>getValue(),
                        Kingtide.version());
        Logs.begin(word(logFormat, Logs.Format.class), logLevel.getValue());
        Machines machines =
                switch (chosen) {
                    case SIMULATED -> SimulatedMachines.of(speed);
                    case DOCKER -> dockerMachines();
                };
        if (machines == null) {
            return 1;
        }
        return run(settings, new SettledMachines(machines, settle), chosen == Driver.DOCKER);
    }

    private @Nullable Machines dockerMachines() {
        PrintWriter err = spec.commandLine().getErr();
        List<String> given = dockerHosts.getValue();
        try {
            return LocalEngine.machines(given == null ? List.of() : given, edges(), err::println);
        } catch (IllegalArgumentException e) {
            throw bad("--docker-host: " + e.getMessage());
        }
    }

    private int run(Daemon.Settings settings, Machines machines, boolean containers) {
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
            UpBanner.print(spec.commandLine().getOut(), daemon, settings, containers);
            daemon.readAhead();
            stopOnSignal(end, closed);
            end.await();
        } catch (UnusableData | StoreFailure e) {
            err.println("kingtide up: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println(
                    "kingtide up: cannot listen on "
                            + bind.getValue()
                            + ':'
                            + port.getValue()
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
        int number = port.getValue();
        String host = bind.getValue();
        if (number < 0 || number > 65_535) {
            throw bad("--port is a number from 0 to 65535, not " + number);
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            if (mode == Gateway.Auth.OFF && !address.isLoopbackAddress()) {
                throw bad(
                        "--auth off lets everybody in, so it goes with loopback addresses only,"
                                + " not with --bind "
                                + host);
            }
            return new InetSocketAddress(address, number);
        } catch (UnknownHostException e) {
            throw bad("--bind is an address of this machine, not \"" + host + "\"");
        }
    }

    private int edges() {
        int number = edges.getValue();
        if (number < 1 || number > Share.MOST) {
            throw bad("--edges is a number from 1 to %d, not %d".formatted(Share.MOST, number));
        }
        return number;
    }

    private int settleSeconds() {
        int seconds = settleSeconds.getValue();
        if (seconds < 0 || seconds > 3_600) {
            throw bad("--settle-seconds is a number from 0 to 3600, not " + seconds);
        }
        return seconds;
    }

    private <E extends Enum<E>> E word(OptionSpec option, Class<E> words) {
        String given = option.getValue();
        StringBuilder known = new StringBuilder();
        for (E each : words.getEnumConstants()) {
            if (each.name().equals(given.toUpperCase(Locale.ROOT))) {
                return each;
            }
            known.append(known.isEmpty() ? "" : " or ")
                    .append(each.name().toLowerCase(Locale.ROOT));
        }
        throw bad(option.longestName() + " is " + known + ", not \"" + given + '"');
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
