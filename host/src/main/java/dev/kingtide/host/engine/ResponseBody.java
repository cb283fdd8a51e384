package dev.kingtide.host.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an HTTP/1.1 response on a connection that is used once: chunked, of a known length,
/// or up to the connection's end (RFC 9112, 6.3).
final class ResponseBody extends InputStream {
    private static final int CHUNK_LINE_MAX = 256;
    private final InputStream in;
    private final boolean chunked;

    /// What is left of the body or chunk; -1 when only the connection's end says.
    private long left;

    /// Whether the last chunk has been read.
    private boolean over;

    ResponseBody(InputStream connection, boolean chunked, long length) {
        this.in = connection;
        this.chunked = chunked;
        this.left = chunked ? 0 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0; // without waiting for the next chunk
        }
        if (over || (left == 0 && (!chunked || !nextChunk()))) {
            over = true;
            return -1;
        }
        int wanted = left < 0 ? length : (int) Math.min(length, left);
        int read = in.read(bytes, offset, wanted);
        if (read < 0 && left > 0) {
            throw new EOFException("the answer broke off");
        }
        if (left > 0) {
            left -= read;
            if (chunked && left == 0) {
                line(in);
            }
        }
        return read;
    }

    private boolean nextChunk() throws IOException {
        String size = line(in);
        int end = size.indexOf(';');
        try {
            left = Long.parseLong((end < 0 ? size : size.substring(0, end)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("no size of a chunk: " + size, e);
        }
        return left > 0;
    }

    /// A line without its end.
    static String line(InputStream in) throws IOException {
        return line(in, CHUNK_LINE_MAX);
    }

    static String line(InputStream in, int max) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer broke off");
            }
            if (line.length() >= max) {
                throw new IOException("a line of the answer's head is too long");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
