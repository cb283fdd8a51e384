package dev.kingtide.host.command;

import dev.kingtide.core.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message between a client of Session Manager and the agent (amazon-ssm-agent,
/// agent/session/contracts/agentmessage.go; session-manager-plugin, src/message): a head of 116
/// bytes, the length of the payload, the payload; numbers big-endian.
///
/// | at | bytes | what |
/// |---|---|---|
/// | 0 | 4 | length of the head, without the payload's length: 116 |
/// | 4 | 32 | type, filled up with spaces |
/// | 36 | 4 | version of the schema: 1 |
/// | 40 | 8 | created, milliseconds since 1970 |
/// | 48 | 8 | number in its stream |
/// | 56 | 8 | flags |
/// | 64 | 16 | id, its second half first |
/// | 80 | 32 | SHA-256 of the payload |
/// | 112 | 4 | type of the payload |
/// | 116 | 4 | length of the payload |
///
/// @param type one of the constants
/// @param number in its stream
/// @param payloadType one of the constants, 0 for none
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
record AgentMessage(
        String type, long createdMillis, long number, UUID id, int payloadType, byte[] payload) {
    static final String INPUT = "input_stream_data";
    static final String OUTPUT = "output_stream_data";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String CLOSED = "channel_closed";

    static final int PAYLOAD_OUTPUT = 1;
    static final int PAYLOAD_SIZE = 3;
    static final int PAYLOAD_HANDSHAKE_REQUEST = 5;
    static final int PAYLOAD_HANDSHAKE_RESPONSE = 6;
    static final int PAYLOAD_HANDSHAKE_COMPLETE = 7;
    static final int PAYLOAD_FLAG = 10;

    private static final int HEAD = 116;
    private static final int TYPE = 32;
    private static final int TYPE_AT = 4;
    private static final int DIGEST_AT = 80;
    private static final int DIGEST = 32;

    /// As it goes over the wire.
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + 4 + payload.length);
        bytes.putInt(HEAD);
        byte[] name = new byte[TYPE];
        Arrays.fill(name, (byte) ' ');
        byte[] letters = type.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, name, 0, letters.length);
        bytes.put(name);
        bytes.putInt(1).putLong(createdMillis).putLong(number).putLong(0);
        bytes.putLong(id.getLeastSignificantBits()).putLong(id.getMostSignificantBits());
        bytes.put(Digests.sha256(payload));
        bytes.putInt(payloadType).putInt(payload.length).put(payload);
        return bytes.array();
    }

    /// Reads one; null when it is none, or its payload is not what its digest says.
    static @Nullable AgentMessage read(byte[] bytes) {
        if (bytes.length < HEAD + 4) {
            return null;
        }
        ByteBuffer from = ByteBuffer.wrap(bytes);
        int head = from.getInt();
        if (head < HEAD || head > bytes.length - 4) {
            return null;
        }
        String type =
                new String(bytes, TYPE_AT, TYPE, StandardCharsets.US_ASCII)
                        .replace('\0', ' ')
                        .strip();
        from.position(40);
        long created = from.getLong();
        long number = from.getLong();
        from.getLong();
        long least = from.getLong();
        UUID id = new UUID(from.getLong(), least);
        byte[] digest = Arrays.copyOfRange(bytes, DIGEST_AT, DIGEST_AT + DIGEST);
        int payloadType = from.getInt(112);
        byte[] payload = Arrays.copyOfRange(bytes, head + 4, bytes.length);
        boolean whole =
                from.getInt(head) == payload.length
                        && (payload.length == 0 || Arrays.equals(digest, Digests.sha256(payload)));
        return whole ? new AgentMessage(type, created, number, id, payloadType, payload) : null;
    }

    /// The payload as text.
    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
