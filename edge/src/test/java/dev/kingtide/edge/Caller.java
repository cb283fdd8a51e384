package dev.kingtide.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A client that sends bytes, and reads answers by the letter.
public final class Caller implements Closeable {
    private static final int PATIENCE_MILLIS = 15_000;
    private final Socket socket;
    private final InputStream in;

    /// An answer.
    public record Got(int status, List<String> fields, String body) {

        /// The value of the first field of this name, or null.
        public @Nullable String field(String name) {
            List<String> all = all(name);
            return all.isEmpty() ? null : all.getFirst();
        }

        public List<String> all(String name) {
            return fields.stream()
                    .filter(field ->
                            field.toLowerCase(Locale.ROOT)
                                    .startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    public Caller(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    public Caller(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public Socket socket() {
        return socket;
    }

    public Caller send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Caller send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// A head of these lines.
    public static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /// GETs a path.
    public Got get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: shop.example\r\n\r\n").read();
    }

    /// The next answer, interim ones too.
    public Got read() throws IOException {
        return read(false);
    }

    /// The next answer, to a HEAD request if so said.
    public Got read(boolean isHead) throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
        List<String> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            fields.add(line);
        }
        Got bare = new Got(status, fields, "");
        boolean none = isHead || status / 100 == 1 || status == 204 || status == 304;
        return none ? bare : new Got(status, fields, body(bare));
    }

    private String body(Got head) throws IOException {
        if ("chunked".equals(head.field("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line(), 16);
                body.write(in.readNBytes(size));
                line();
                if (size == 0) {
                    return body.toString(StandardCharsets.ISO_8859_1);
                }
            }
        }
        String length = head.field("Content-Length");
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        if (length != null && body.length < Integer.parseInt(length)) {
            throw new IOException("the answer broke off");
        }
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet;
        while ((octet = in.read()) != '\n') {
            if (octet < 0) {
                throw new IOException("closed");
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 1);
    }

    /// Raw bytes, as many as these.
    public String raw(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /// Whether the other side has ended the connection, now or soon.
    public boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
