package dev.kingtide.edge.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chunked bodies are taken apart by the letter, in whatever pieces they come.
class ChunksTest {

    private record Taken(String data, boolean done, boolean broken, String rest) {}

    private static Taken take(String body, int... pieces) {
        Chunks chunks = new Chunks();
        StringBuilder data = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        int from = 0;
        for (int i = 0; i <= pieces.length; i++) {
            int to = i < pieces.length ? Math.min(body.length(), from + pieces[i]) : body.length();
            in.writeCharSequence(body.substring(from, to), StandardCharsets.ISO_8859_1);
            from = to;
            ByteBuf next;
            while ((next = chunks.next(in)) != null) {
                data.append(next.toString(StandardCharsets.ISO_8859_1));
                next.release();
            }
        }
        return new Taken(
                data.toString(),
                chunks.isDone(),
                chunks.isBroken(),
                in.toString(StandardCharsets.ISO_8859_1));
    }

    static List<String> wellFormed() {
        return List.of(
                "3\r\nabc\r\n0\r\n\r\n",
                "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
                "0003\r\nabc\r\n000\r\n\r\n",
                "3;a=b\r\nabc\r\n0;c\r\n\r\n",
                "3 ;a=\"b\"\r\nabc\r\n0\r\n\r\n",
                "3  \r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nX-T: 1\r\nY: 2\r\n\r\n",
                "3\r\nabc\r\n0\r\nX-T:\r\nY:\t\u00e9\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void a_body_is_what_is_between_the_framing(String body) {
        assertThat(take(body + "GET /")).isEqualTo(new Taken("abc", true, false, "GET /"));
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            int[] pieces = random.ints(body.length(), 1, 4).toArray();
            Taken taken = take(body, pieces);
            assertThat(taken.data).isEqualTo("abc");
            assertThat(taken.done).isTrue();
        }
    }

    static List<String> malformed() {
        return List.of(
                "\r\n",
                "x\r\n",
                "-1\r\n",
                "+3\r\nabc",
                "0x3\r\nabc",
                " 3\r\nabc",
                "3\nabc\r\n",
                "3\rabc\r\n",
                "3\r\r\nabc",
                "3\r\nabcd\r\n",
                "3\r\nabc\n0\r\n\r\n",
                "3\r\nabc\rx",
                "3\r\nabc0\r\n\r\n",
                "3 4\r\nabc",
                "3 x\r\nabc",
                "3;\nabc",
                "3;a\u0000\r\nabc",
                "1234567890abcdef\r\n",
                "ffffffffffffffffffff\r\n",
                "0\r\nX\nY\r\n\r\n",
                "0\r\nX\r\n\r\n",
                "0\r\n: x\r\n\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\nX: y\r\n z\r\n\r\n",
                "0\r\nX: y\u0000\r\n\r\n",
                "0\r\nX: y\nZ: a\r\n\r\n",
                "0\r\nX: y\rZ: a\r\n\r\n",
                "0\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
                "0\r\nX\u00e9: y\r\n\r\n",
                "0\r\n\n",
                "0\r\nX\rY\r\n\r\n",
                "3;" + "x".repeat(70_000),
                "0\r\n" + "X: y\r\n".repeat(20_000),
                "3\u0000\r\nabc",
                "3\u000b\r\nabc");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anything_else_is_broken(String body) {
        Taken taken = take(body);
        assertThat(taken.broken).isTrue();
        assertThat(taken.done).isFalse();
    }

    @Test
    void a_size_beyond_a_buffer_is_taken() {
        Chunks chunks = new Chunks();
        ByteBuf in = Unpooled.copiedBuffer("100000000\r\nabc", StandardCharsets.ISO_8859_1);
        ByteBuf data = requireNonNull(chunks.next(in));
        assertThat(data.toString(StandardCharsets.ISO_8859_1)).isEqualTo("abc");
        assertThat(chunks.next(in)).isNull();
        assertThat(chunks.isBroken()).isFalse();
    }
}
