package dev.kingtide.aws.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Requests that no client would send, made of those that clients sent: other values and types,
/// another structure, other heads, bytes turned over, and bodies that end too early.
///
/// One random source and the same answers give the same requests.
public final class Mutation {
    private static final int CHANGES_MOST = 3;
    private static final int FRUITFUL_MOST = 300;

    private final Random random;
    private final List<WireRequest> recorded;
    private final List<WireRequest> fruitful = new ArrayList<>();
    private final OddValues values;
    private final OddBodies bodies;

    /// @param recorded what they are made of
    public Mutation(Random random, List<WireRequest> recorded) {
        this.random = random;
        this.recorded = recorded;
        values = new OddValues(random);
        bodies = new OddBodies(random, values);
    }

    /// Takes a request that was not refused: half of the later ones are made of such, and name what
    /// its answer names.
    public void answered(WireRequest request, byte[] answer) {
        if (fruitful.size() < FRUITFUL_MOST) {
            fruitful.add(request);
        } else {
            fruitful.set(random.nextInt(FRUITFUL_MOST), request);
        }
        values.learn(answer);
    }

    /// The next one; a few are as they were sent.
    public WireRequest next() {
        WireRequest request =
                fruitful.isEmpty() || random.nextBoolean()
                        ? recorded.get(random.nextInt(recorded.size()))
                        : fruitful.get(random.nextInt(fruitful.size()));
        int changes = random.nextInt(CHANGES_MOST + 1);
        for (int i = 0; i < changes; i++) {
            request = random.nextInt(5) == 0 ? head(request) : body(request, inBody(request));
        }
        return request;
    }

    private byte[] inBody(WireRequest request) {
        return switch (random.nextInt(12)) {
            case 0 -> bodies.bytes(request.body());
            case 1 -> recorded.get(random.nextInt(recorded.size())).body();
            default -> bodies.structure(request.body());
        };
    }

    private static WireRequest body(WireRequest request, byte[] body) {
        List<Header> headers = new ArrayList<>(request.headers());
        headers.replaceAll(header ->
                header.name().equals("Content-Length")
                        ? new Header(header.name(), String.valueOf(body.length))
                        : header);
        return new WireRequest(
                request.method(), request.target(), headers, body, request.remoteAddress());
    }

    private WireRequest head(WireRequest request) {
        List<Header> headers = new ArrayList<>(request.headers());
        int at = random.nextInt(headers.size());
        Header header = headers.get(at);
        String method = request.method();
        String target = request.target();
        byte[] body = request.body();
        switch (random.nextInt(9)) {
            case 0 -> headers.remove(at);
            case 1 -> headers.add(header);
            case 2 -> headers.set(at, new Header(header.name(), headerText(values.text())));
            case 3 -> headers.set(at, new Header(header.name(), headerText(header.value())));
            case 4 -> headers.set(at, other(header.name()));
            case 5 -> {
                headers.add(new Header("Content-Encoding", "gzip"));
                body = random.nextBoolean() ? zipped(body) : body;
            }
            case 6 -> method = pick("GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "post");
            case 7 -> target = pick("/?Action=" + values.word(), "/%", "/a/b?x", "//", "/?a=%zz");
            default -> headers.add(new Header("x-amz-" + values.word(), "1"));
        }
        return new WireRequest(method, target, headers, body, request.remoteAddress());
    }

    /// A header of the same name from any request.
    private Header other(String name) {
        WireRequest request = recorded.get(random.nextInt(recorded.size()));
        String value = request.header(name);
        return new Header(name.toLowerCase(Locale.ROOT), value == null ? "" : value);
    }

    /// HTTP carries no control characters in a head; what is left of a text without them, and
    /// shortened at a random place.
    private String headerText(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?").strip();
        return random.nextBoolean()
                ? plain
                : plain.substring(0, random.nextInt(plain.length() + 1));
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private byte[] zipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] whole = bytes.toByteArray();
        return random.nextInt(3) == 0 ? Arrays.copyOf(whole, whole.length / 2) : whole;
    }
}
