package dev.kingtide.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which fields are too long is the same whatever encodes them, and however they are cut into
/// frames and reads.
class CompressedFieldsTest {
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;
    private final SplittableRandom random = new SplittableRandom(7);
    private final DefaultHttp2HeadersEncoder encoder =
            new DefaultHttp2HeadersEncoder((name, value) -> false, false);

    /// Huffman's code takes five bits for each of these.
    private static final String SHORT = "a";

    /// And more than eight for each of these, so that they are sent as they are.
    private static final String LONG = "\u007f";

    private ByteBuf connection() {
        return Unpooled.buffer()
                .writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(ByteBuf to, int type, int flags, ByteBuf payload) {
        to.writeMedium(payload.readableBytes()).writeByte(type).writeByte(flags).writeInt(1);
        to.writeBytes(payload);
    }

    /// A header block in frames of at most so many bytes, among others.
    private void block(ByteBuf to, Http2Headers headers, int most) throws Http2Exception {
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, block);
        boolean first = true;
        while (block.isReadable()) {
            ByteBuf part = block.readSlice(Math.min(most, block.readableBytes()));
            int flags = block.isReadable() ? 0 : END_HEADERS;
            if (first) {
                flags |= random.nextInt(2) * PADDED + random.nextInt(2) * PRIORITY;
                part = dressed(part, flags);
            }
            frame(to, first ? 1 : 9, flags, part);
            first = false;
        }
        frame(to, 0, 0, Unpooled.wrappedBuffer(new byte[random.nextInt(20_000)]));
    }

    private ByteBuf dressed(ByteBuf block, int flags) {
        ByteBuf dressed = Unpooled.buffer();
        byte[] padding = new byte[(flags & PADDED) == 0 ? 0 : random.nextInt(256)];
        Arrays.fill(padding, (byte) 0x7F);
        if ((flags & PADDED) != 0) {
            dressed.writeByte(padding.length);
        }
        if ((flags & PRIORITY) != 0) {
            dressed.writeBytes(new byte[] {0, 0, 0, 0, 7});
        }
        return dressed.writeBytes(block).writeBytes(padding);
    }

    private static Http2Headers fields(String... namesAndValues) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static boolean isTooLong(ByteBuf connection, int piece) {
        CompressedFields watched = new CompressedFields();
        while (connection.isReadable()) {
            int length = Math.min(piece, connection.readableBytes());
            if (watched.isTooLong(connection.readSlice(length))) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest(name = "read by {0} bytes")
    @ValueSource(ints = {1, 2, 7, 1_000, 100_000_000})
    void fields_up_to_the_bound_pass_and_longer_ones_do_not(int piece) throws Http2Exception {
        for (int most : new int[] {1, 3, 500, 16_384}) {
            for (boolean inName : new boolean[] {false, true}) {
                for (int over : new int[] {0, 1}) {
                    ByteBuf connection = connection();
                    String bound = LONG.repeat(CompressedFields.BYTES_MAX);
                    block(connection, fields(":method", "GET", "x", "1", "y", bound), most);
                    block(connection, fields("x", "1", bound.substring(1), bound), most);
                    String last = bound + LONG.repeat(over);
                    block(connection, inName ? fields(last, "v") : fields("n", last), most);
                    assertThat(isTooLong(connection, piece))
                            .as("frames of %d, in the name: %s, %d over", most, inName, over)
                            .isEqualTo(over > 0);
                }
            }
        }
    }

    @Test
    void it_is_the_compressed_length_that_counts() throws Http2Exception {
        ByteBuf connection = connection();
        block(connection, fields("n", SHORT.repeat(CompressedFields.BYTES_MAX * 8 / 5)), 16_384);
        assertThat(isTooLong(connection, 999)).isFalse();

        connection = connection();
        block(
                connection,
                fields("n", SHORT.repeat(CompressedFields.BYTES_MAX * 8 / 5 + 2)),
                16_384);
        assertThat(isTooLong(connection, 999)).isTrue();
    }

    @Test
    void many_fields_may_be_longer_together() throws Http2Exception {
        ByteBuf connection = connection();
        Http2Headers many = new DefaultHttp2Headers(false);
        for (int i = 0; i < 500; i++) {
            many.add("name" + i % 90, LONG.repeat(random.nextInt(300)));
        }
        for (int i = 0; i < 20; i++) {
            block(connection, many, 1 + random.nextInt(16_384));
        }
        assertThat(isTooLong(connection, 4_096)).isFalse();
    }

    @Test
    void any_bytes_can_be_watched() {
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            ByteBuf connection = connection();
            int kind = random.nextInt(3) == 0 ? 9 : 1;
            frame(connection, kind, random.nextInt(256), Unpooled.wrappedBuffer(bytes));
            connection.writeBytes(bytes);
            int piece = 1 + random.nextInt(500);
            boolean whole = isTooLong(connection.duplicate(), 1_000);
            assertThat(isTooLong(connection, piece)).as("case %d", i).isEqualTo(whole);
        }
    }
}
