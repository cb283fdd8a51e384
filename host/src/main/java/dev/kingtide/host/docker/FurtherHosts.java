package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineAddress;
import dev.kingtide.host.engine.EngineTls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Engines of other machines, as people name them: `NAME=tcp://host:port`, or `NAME=unix:///path`
/// for a socket that leads to one.
///
/// Over TCP an Engine asks for certificates, those of the directory `DOCKER_CERT_PATH` (or
/// `~/.docker`), or of one in it that is called like the host. In the clear it is asked on this
/// machine only: whoever can ask an Engine has its machine.
public final class FurtherHosts {
    private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9-]{0,30})=(.+)");
    private static final String FILE = "hosts.json";
    private final Map<String, String> environment;
    private final Path home;

    /// @param home the user's
    public FurtherHosts(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /// The Engines of such texts, by name; none of them is asked yet.
    ///
    /// @throws IllegalArgumentException when one is none, and says why
    public SortedMap<String, Engine> read(Iterable<String> given) {
        SortedMap<String, Engine> engines = new TreeMap<>();
        for (String text : given) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "a host is NAME=tcp://host:port, NAME of a-z, 0-9 and -, not \""
                                + text
                                + '"');
            }
            String name = parts.group(1);
            if (engines.put(name, Engine.at(address(name, parts.group(2)))) != null) {
                throw new IllegalArgumentException("two hosts are called " + name);
            }
        }
        return engines;
    }

    private EngineAddress address(String name, String text) {
        EngineAddress plain = EngineAddress.parse(text);
        if (!text.startsWith("tcp://")) {
            return plain;
        }
        Path all = EngineAddress.certificates(environment, home);
        Path own = all.resolve(name);
        Path directory = EngineTls.isIn(own) ? own : all;
        if (EngineTls.isIn(directory)) {
            return EngineAddress.secured(text, directory);
        }
        InetAddress there = plain.reachedAt();
        if (!there.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    name
                            + " is another machine, so it is asked with TLS only: put ca.pem,"
                            + " cert.pem and key.pem into "
                            + own);
        }
        return plain;
    }

    /// Takes note in a data directory of where its containers may be.
    static void keep(Path data, Map<String, Engine> engines) throws IOException {
        Path file = data.resolve(FILE);
        if (engines.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        ObjectNode json = TaskPlan.JSON.createObjectNode();
        engines.forEach((name, engine) -> json.put(name, engine.address().text()));
        Files.writeString(file, json + "\n");
    }

    /// The Engines that were last noted in a data directory.
    ///
    /// @throws IllegalArgumentException when one cannot be asked, and says why
    public SortedMap<String, Engine> kept(Path data) throws IOException {
        SortedMap<String, Engine> engines = new TreeMap<>();
        Path file = data.resolve(FILE);
        if (Files.exists(file)) {
            JsonNode json = TaskPlan.JSON.readTree(Files.readString(file));
            for (Map.Entry<String, JsonNode> one : json.properties()) {
                String name = one.getKey();
                engines.put(name, Engine.at(address(name, one.getValue().asText())));
            }
        }
        return engines;
    }
}
