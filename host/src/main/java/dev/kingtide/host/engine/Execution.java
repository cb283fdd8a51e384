package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command that runs in a container (Docker Engine API, ExecCreate, ExecStart, ExecInspect), with
/// its streams on a connection of its own.
///
/// One thread may read while another writes.
public final class Execution implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private final Engine engine;
    private final String container;
    private final String id;
    private final Exchange exchange;
    private final boolean tty;

    private Execution(Engine engine, String container, String id, Exchange exchange, boolean tty) {
        this.engine = engine;
        this.container = container;
        this.id = id;
        this.exchange = exchange;
        this.tty = tty;
    }

    /// How a command is to run.
    ///
    /// @param words the command and its arguments
    /// @param tty whether it has a terminal
    /// @param input whether something may be written to it
    public record Wanted(List<String> words, boolean tty, boolean input) {}

    /// Starts a command.
    ///
    /// @throws EngineFailure missing when there is no such container, a conflict when it does not
    ///   run
    public static Execution start(Engine engine, String container, Wanted wanted)
            throws EngineFailure {
        ObjectNode create = Exchange.JSON.createObjectNode();
        create.put("AttachStdin", wanted.input());
        create.put("AttachStdout", true).put("AttachStderr", true).put("Tty", wanted.tty());
        wanted.words().forEach(create.putArray("Cmd")::add);
        String id =
                engine.post("/containers/" + container + "/exec", create, Engine.SHORT)
                        .path("Id")
                        .asText();
        byte[] body =
                Exchange.JSON
                        .createObjectNode()
                        .put("Detach", false)
                        .put("Tty", wanted.tty())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        Exchange.Request plain = engine.request("POST", "/exec/" + id + "/start", Engine.FOREVER);
        Exchange exchange =
                Exchange.of(
                        engine.address(),
                        new Exchange.Request(
                                plain.what(),
                                Map.of("Upgrade", "tcp"),
                                "application/json",
                                body,
                                Engine.FOREVER));
        return new Execution(engine, container, id, exchange, wanted.tty());
    }

    /// Hands over what it writes, until it ends.
    ///
    /// @throws IOException when the hearer throws it
    public void output(Streams.Ear ear) throws EngineFailure, IOException {
        InputStream stream = exchange.stream();
        Streams.pieces(stream, tty, ear);
    }

    /// Writes to its standard input.
    public void write(byte[] bytes) throws IOException {
        exchange.write(bytes);
    }

    /// Ends its standard input.
    public void endInput() throws IOException {
        exchange.endOutput();
    }

    /// Its terminal has another size.
    public void resize(int rows, int columns) throws EngineFailure {
        engine.post("/exec/" + id + "/resize?h=" + rows + "&w=" + columns, null, Engine.SHORT);
    }

    /// Its exit code; -1 while it runs.
    public int exitCode() throws EngineFailure {
        JsonNode state = engine.get("/exec/" + id + "/json");
        return state.path("Running").asBoolean() ? -1 : state.path("ExitCode").asInt(-1);
    }

    /// Kills it where that can be done: the Engine has no call for it, so only on this machine, by
    /// who may. Its process has to be in its container's control group.
    public void kill() throws EngineFailure {
        JsonNode state = engine.get("/exec/" + id + "/json");
        long process = state.path("Pid").asLong();
        if (!state.path("Running").asBoolean() || process <= 1) {
            return;
        }
        try {
            Path groups = Path.of("/proc/" + process + "/cgroup");
            if (Files.readString(groups).contains(container)) {
                ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            LOG.debug("{}: on another machine, or just ended: {}", id, e.getMessage());
        }
    }

    /// Lets go of it; the command runs on.
    @Override
    public void close() {
        exchange.close();
    }
}
