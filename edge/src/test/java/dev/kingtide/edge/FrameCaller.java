package dev.kingtide.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/2 that sends frames as a test writes them, right or wrong.
///
/// A frame is `TYPE:stream:flags:payload`. Types: `D`ata, `H`eaders, `PR`iority, `R`st, `S`ettings,
/// `PP` push promise, `P`ing, `G`oaway, `W`indow update, `C`ontinuation, or a number. Flags: `E`
/// end of stream, `A` acknowledgement, `H` end of headers, `P` padded, `R` with priority, `-` none.
/// A payload is `#` and hexadecimal digits, `*` and how many zeros, `"` and a text, or for headers
/// `get` or `post` with `&name=value` for more of them and `!name` for fewer; `/1` and `/2` behind
/// are its halves.
public final class FrameCaller implements Closeable {
    public static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, Integer> TYPES =
            Map.of(
                    "D", 0, "H", 1, "PR", 2, "R", 3, "S", 4, "PP", 5, "P", 6, "G", 7, "W", 8, "C",
                    9);
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);

    /// A frame that came.
    ///
    /// @param payload as it came, hexadecimal
    /// @param headers of a HEADERS frame
    public record Got(
            int type, int stream, int flags, String payload, @Nullable Http2Headers headers) {

        /// The error code at its beginning, or behind the last stream of a GOAWAY.
        public int code() {
            int at = type == 7 ? 8 : 0;
            return Integer.parseUnsignedInt(payload.substring(at, at + 8), 16);
        }

        public boolean ends() {
            return (flags & 1) != 0;
        }

        /// The payload of DATA.
        public String text() {
            return new String(HexFormat.of().parseHex(payload), StandardCharsets.ISO_8859_1);
        }
    }

    /// A connection on which nothing was said yet.
    public FrameCaller(InetSocketAddress address) throws IOException {
        socket = TlsClients.http2(address);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /// Says the preface and empty settings.
    public FrameCaller greet() throws IOException {
        raw(PREFACE);
        return send("S:0:-:#");
    }

    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// Sends frames, separated by blanks, in one write.
    public FrameCaller send(String frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String frame : frames.strip().split("\\s+", -1)) {
            all.writeBytes(frame(frame));
        }
        raw(all.toByteArray());
        return this;
    }

    private static byte[] frame(String text) {
        String[] parts = text.split(":", 4);
        Integer known = TYPES.get(parts[0]);
        int type = known == null ? Integer.parseInt(parts[0]) : known;
        long stream = Long.parseLong(parts[1]);
        int flags = 0;
        for (char flag : parts[2].toCharArray()) {
            flags |=
                    switch (flag) {
                        case 'E', 'A' -> 1;
                        case 'H' -> 4;
                        case 'P' -> 8;
                        case 'R' -> 0x20;
                        case 'x' -> 0xD6;
                        default -> 0;
                    };
        }
        byte[] payload = payload(parts[3]);
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt((int) stream);
        frame.writeBytes(payload);
        return Arrays.copyOf(frame.array(), frame.readableBytes());
    }

    private static byte[] payload(String text) {
        return switch (text.isEmpty() ? '#' : text.charAt(0)) {
            case '#' -> HexFormat.of().parseHex(text.isEmpty() ? "" : text.substring(1));
            case '*' -> new byte[Integer.parseInt(text.substring(1))];
            case '"' -> text.substring(1).getBytes(StandardCharsets.ISO_8859_1);
            default -> block(text);
        };
    }

    private static byte[] block(String text) {
        int slash = text.lastIndexOf("/");
        String half = slash >= 0 && slash == text.length() - 2 ? text.substring(slash) : "";
        String what = half.isEmpty() ? text : text.substring(0, slash);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] words = what.split("(?=[&!])", -1);
        String pseudo =
                switch (words[0]) {
                    case "get" -> ":method=GET :scheme=https :authority=shop.example :path=/";
                    case "post" -> ":method=POST :scheme=https :authority=shop.example :path=/";
                    default -> "";
                };
        for (String field : pseudo.split(" ", -1)) {
            String name = field.replaceFirst("=.*", "");
            boolean dropped = Arrays.asList(words).contains("!" + name);
            if (!dropped && !field.isEmpty()) {
                literal(out, field);
            }
        }
        for (String word : words) {
            if (word.startsWith("&")) {
                literal(out, word.substring(1));
            }
        }
        byte[] all = out.toByteArray();
        int middle = all.length / 2;
        return switch (half) {
            case "/1" -> Arrays.copyOfRange(all, 0, middle);
            case "/2" -> Arrays.copyOfRange(all, middle, all.length);
            default -> all;
        };
    }

    /// A literal field without indexing and without Huffman's code (RFC 7541, section 6.2.2); `%hh`
    /// in its value is a byte, and `*n` at its end as many letters.
    private static void literal(ByteArrayOutputStream out, String field) {
        int equals = field.indexOf('=');
        String value = field.substring(equals + 1);
        int star = value.indexOf('*');
        if (star >= 0 && value.length() > star + 1) {
            value =
                    value.substring(0, star)
                            + "x".repeat(Integer.parseInt(value.substring(star + 1)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '%') {
                bytes.write(Integer.parseInt(value.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(value.charAt(i));
            }
        }
        out.write(0);
        string(out, field.substring(0, equals).getBytes(StandardCharsets.ISO_8859_1));
        string(out, bytes.toByteArray());
    }

    /// A length of seven bits and more (RFC 7541, section 5.1), and bytes.
    private static void string(ByteArrayOutputStream out, byte[] bytes) {
        int left = bytes.length;
        if (left < 127) {
            out.write(left);
        } else {
            out.write(127);
            left -= 127;
            while (left >= 128) {
                out.write(left % 128 + 128);
                left /= 128;
            }
            out.write(left);
        }
        out.writeBytes(bytes);
    }

    /// The next frame; null when the connection has ended.
    public @Nullable Got read() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            Http2Headers decoded =
                    type == 1
                            ? headers.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
                            : null;
            return new Got(type, stream, flags, HexFormat.of().formatHex(payload), decoded);
        } catch (java.io.EOFException | java.net.SocketException e) {
            return null;
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /// The next frame of this type.
    public Got next(String type) throws IOException {
        Integer wanted = TYPES.get(type);
        Got got = read();
        while (got != null && (wanted == null || got.type() != wanted)) {
            got = read();
        }
        if (got == null) {
            throw new IOException("the connection ended without " + type);
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
