package dev.kingtide.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A target on a free port of 127.0.0.1 that takes requests apart by itself, byte for byte, and
/// answers requests as a test tells it to, and health checks with 200 unless it is told otherwise.
public final class TargetServer implements Closeable {
    private static final Behaviour WELL = (request, out, socket) -> out.write(ok("well"));
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final Behaviour toProbes;
    public final List<Received> received = new CopyOnWriteArrayList<>();

    /// The connections that carried a request which is not a health check.
    public final AtomicInteger connections = new AtomicInteger();

    public final AtomicInteger probes = new AtomicInteger();

    /// A request as it came.
    ///
    /// @param head up to the empty line
    /// @param text its body, a character for each byte, without its framing
    public record Received(String head, String text) {

        public String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        /// The value of the first field of this name, or null.
        public @Nullable String field(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return null;
        }

        public long count(String name) {
            return head.lines()
                    .filter(line ->
                            line.toLowerCase(Locale.ROOT)
                                    .startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .count();
        }
    }

    /// What it does with a request.
    @FunctionalInterface
    public interface Behaviour {

        /// Answers; the connection goes on unless it is closed.
        void answer(Received request, OutputStream out, Socket socket)
                throws IOException, InterruptedException;
    }

    public TargetServer(Behaviour behaviour) throws IOException {
        this(socket(), behaviour, WELL);
    }

    /// One that answers health checks so too.
    public static TargetServer probed(Behaviour behaviour) throws IOException {
        return new TargetServer(socket(), behaviour, behaviour);
    }

    private static ServerSocket socket() throws IOException {
        return new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    }

    public TargetServer(ServerSocket server, Behaviour behaviour) {
        this(server, behaviour, WELL);
    }

    private TargetServer(ServerSocket server, Behaviour behaviour, Behaviour toProbes) {
        this.behaviour = behaviour;
        this.toProbes = toProbes;
        this.server = server;
        Thread.ofVirtual().name("target").start(this::accept);
    }

    /// One that answers every request with 200 and this text.
    public static TargetServer saying(String text) throws IOException {
        return new TargetServer((request, out, socket) -> out.write(ok(text)));
    }

    /// A complete answer.
    public static byte[] ok(String text) {
        return ("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    public int port() {
        return server.getLocalPort();
    }

    public Received last() {
        return received.getLast();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().name("target").start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean isCounted = false;
            while (!socket.isClosed()) {
                Received request = read(in);
                if (request == null) {
                    return;
                }
                if (request.head.contains("ELB-HealthChecker")) {
                    probes.incrementAndGet();
                    toProbes.answer(request, socket.getOutputStream(), socket);
                } else {
                    received.add(request);
                    if (!isCounted) {
                        connections.incrementAndGet();
                        isCounted = true;
                    }
                    behaviour.answer(request, socket.getOutputStream(), socket);
                }
            }
        } catch (IOException | InterruptedException e) {
            // the edge closed it, or the test is over
        }
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int octet;
        while ((octet = in.read()) >= 0) {
            head.append((char) octet);
            if (head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                Received bare = new Received(head.toString(), "");
                return new Received(
                        bare.head, new String(body(bare, in), StandardCharsets.ISO_8859_1));
            }
        }
        return null;
    }

    private static byte[] body(Received request, InputStream in) throws IOException {
        if ("chunked".equals(request.field("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line(in), 16);
                body.write(in.readNBytes(size));
                if (!line(in).isEmpty()) {
                    throw new IOException("a chunk does not end");
                }
                if (size == 0) {
                    return body.toByteArray();
                }
            }
        }
        String length = request.field("Content-Length");
        byte[] body = length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        if (length != null && body.length < Integer.parseInt(length)) {
            throw new IOException("the request broke off");
        }
        return body;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet;
        while ((octet = in.read()) != '\n') {
            if (octet < 0) {
                throw new IOException("the end");
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
