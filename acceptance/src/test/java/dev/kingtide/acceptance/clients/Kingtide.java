package dev.kingtide.acceptance.clients;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `kingtide up` of its own, as a process on a free port.
///
/// It is the launcher that the system property `kingtide.command` names, with the AOT cache, as in
/// `./build test`; else the classes under test.
final class Kingtide implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int START_SECONDS_MOST = 60;
    private static final Pattern ENDPOINT = Pattern.compile("http://[\\w.]+:\\d+");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)='?([^'\\n]*)'?$");

    private final Program program;
    private final Path data;

    private Kingtide(Program program, Path data) {
        this.program = program;
        this.data = data;
    }

    /// Starts it over this directory, and does not wait until it listens.
    static Kingtide launch(Path data, String... options) throws IOException {
        return launch(data, Map.of(), options);
    }

    private static Kingtide launch(Path data, Map<String, String> variables, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("up", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--driver")) {
            arguments.addAll(List.of("--driver", "simulated"));
        }
        ProcessBuilder builder = new ProcessBuilder(command(arguments));
        builder.environment().putAll(variables);
        Program program =
                Program.start("kingtide up", builder, line -> ENDPOINT.matcher(line).find());
        return new Kingtide(program, data);
    }

    /// Runs another of its commands for this directory.
    static Program command(String name, Path data, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(name, "--data", data.toString()));
        arguments.addAll(List.of(options));
        return Program.start("kingtide " + name, new ProcessBuilder(command(arguments)));
    }

    /// Runs any of its commands.
    static Program command(String... arguments) throws IOException {
        return Program.start(
                "kingtide " + arguments[0], new ProcessBuilder(command(List.of(arguments))));
    }

    /// Starts it over this directory, and waits until it has said where it listens.
    static Kingtide start(Path data, String... options) throws IOException, InterruptedException {
        return start(data, Map.of(), options);
    }

    /// The same with further environment variables, such as settings of the agent.
    static Kingtide start(Path data, Map<String, String> variables, String... options)
            throws IOException, InterruptedException {
        Kingtide started = launch(data, variables, options);
        try {
            started.endpoint();
            return started;
        } catch (IllegalStateException silent) {
            started.close();
            throw silent;
        }
    }

    /// The command line of a call of it.
    static List<String> command(List<String> arguments) {
        String launcher = System.getProperty("kingtide.command", "");
        List<String> command = new ArrayList<>();
        if (launcher.isEmpty()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add("dev.kingtide.cli.Kingtide");
        } else {
            command.add(launcher);
        }
        command.addAll(arguments);
        return command;
    }

    /// Where it listens, as its banner says it.
    URI endpoint() throws InterruptedException {
        Matcher said = ENDPOINT.matcher(program.line(START_SECONDS_MOST));
        if (!said.find()) {
            throw new IllegalStateException("the line was chosen for its endpoint");
        }
        return URI.create(said.group());
    }

    /// Where `kingtide status` says that the first listener of the first load balancer is.
    String listener() throws IOException, InterruptedException {
        try (Program asked = command("status", data, "--json")) {
            asked.succeed(START_SECONDS_MOST);
            return JSON.readTree(asked.output())
                    .at("/worlds/0/loadBalancers/0/listeners/0/endpoint")
                    .asText()
                    .split(" ", 2)[0];
        }
    }

    /// What `kingtide env` tells a shell to export.
    Map<String, String> environment() throws IOException, InterruptedException {
        List<String> arguments = List.of("env", "--data", data.toString());
        try (Program asked =
                Program.start("kingtide env", new ProcessBuilder(command(arguments)))) {
            asked.succeed(START_SECONDS_MOST);
            Map<String, String> variables = new LinkedHashMap<>();
            Matcher line = EXPORT.matcher(asked.output());
            while (line.find()) {
                variables.put(line.group(1), line.group(2));
            }
            return variables;
        }
    }

    /// Whether it runs.
    boolean isAlive() {
        return program.isAlive();
    }

    long pid() {
        return program.pid();
    }

    /// The end of what it printed so far.
    String tail() {
        return program.tail();
    }

    /// SIGKILL: it does not run any more when this returns; its containers and edge do.
    void kill() throws InterruptedException {
        program.killAlone();
    }

    @Override
    public void close() {
        program.close();
    }
}
