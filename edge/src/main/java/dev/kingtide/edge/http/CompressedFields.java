package dev.kingtide.edge.http;

import io.netty.buffer.ByteBuf;

/// Watches what a client of HTTP/2 sends for fields that are too long as they are sent, compressed:
/// a name or a value beyond 8 KB ends the connection (ELB user guide,
/// load-balancer-troubleshooting).
///
/// Goes through frames (RFC 9113, section 4.1) and the header blocks in them (RFC 7541, section 6)
/// only as far as lengths go: whoever decodes them afterwards finds what is wrong with them. Keeps
/// no bytes, as they come in pieces of any size.
public final class CompressedFields {
    /// The longest name or value.
    public static final int BYTES_MAX = 8 << 10;

    private static final int SHIFT_MAX = 21;
    private static final int PREFACE_BYTES = 24;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int FRAME_HEAD_BYTES = 9;

    private enum In {
        FRAME_HEAD,
        PAD_LENGTH,
        BLOCK
    }

    private enum Block {
        FIELD,
        INDEX,
        LENGTH,
        LENGTH_GOES_ON
    }

    private In in = In.FRAME_HEAD;
    private int skip = PREFACE_BYTES;
    private int headBytes;
    private int payload;
    private int type;
    private int flags;
    private int padding;
    private int blockLeft;

    private Block block = Block.FIELD;
    private int stringsLeft;
    private int length;
    private int shift;
    private int stringLeft;

    /// Looks at the next bytes of the connection and leaves them as they are.
    ///
    /// @return whether a name or a value is too long; nothing is asked after that
    public boolean isTooLong(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            int there = bytes.writerIndex() - at;
            if (skip > 0) {
                int skipped = Math.min(skip, there);
                skip -= skipped;
                at += skipped;
            } else if (in == In.BLOCK && stringLeft > 0) {
                int skipped = Math.min(Math.min(stringLeft, blockLeft), there);
                stringLeft -= skipped;
                at += skipped;
                inBlock(skipped);
            } else if (next(bytes.getUnsignedByte(at++))) {
                return true;
            }
        }
        return false;
    }

    private boolean next(int octet) {
        switch (in) {
            case FRAME_HEAD -> frameHead(octet);
            case PAD_LENGTH -> {
                padding = octet;
                payload--;
                beginBlock();
            }
            case BLOCK -> {
                if (ofBlock(octet)) {
                    return true;
                }
                inBlock(1);
            }
        }
        return false;
    }

    private void frameHead(int octet) {
        if (headBytes < TYPE_AT) {
            payload = payload << 8 | octet;
        } else if (headBytes == TYPE_AT) {
            type = octet;
        } else if (headBytes == FLAGS_AT) {
            flags = octet;
        }
        if (++headBytes == FRAME_HEAD_BYTES) {
            padding = 0;
            if (type == HEADERS && has(PADDED) && payload > 0) {
                in = In.PAD_LENGTH;
            } else {
                beginBlock();
            }
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// The payload from behind the length of its padding on.
    private void beginBlock() {
        if (type == HEADERS) {
            skip = has(PRIORITY) ? Math.min(PRIORITY_BYTES, payload) : 0;
            blockLeft = Math.max(0, payload - skip - padding);
        } else {
            blockLeft = type == CONTINUATION ? payload : 0;
        }
        if (blockLeft > 0) {
            in = In.BLOCK;
        } else {
            skip = payload;
            endFrame();
        }
    }

    private void inBlock(int bytes) {
        blockLeft -= bytes;
        if (blockLeft == 0) {
            skip = padding;
            endFrame();
        }
    }

    private void endFrame() {
        if ((type == HEADERS || type == CONTINUATION) && has(END_HEADERS)) {
            block = Block.FIELD;
            stringsLeft = 0;
            stringLeft = 0;
        }
        in = In.FRAME_HEAD;
        headBytes = 0;
        payload = 0;
    }

    private boolean ofBlock(int octet) {
        return switch (block) {
            case FIELD -> {
                field(octet);
                yield false;
            }
            case INDEX -> {
                if (octet < 0x80) {
                    afterIndex();
                }
                yield false;
            }
            case LENGTH -> {
                length = octet & 0x7F;
                shift = 0;
                if (length == 0x7F) {
                    block = Block.LENGTH_GOES_ON;
                    yield false;
                }
                yield string();
            }
            case LENGTH_GOES_ON -> {
                if (shift <= SHIFT_MAX) { // a longer one is no length to whoever decodes it
                    length += (octet & 0x7F) << shift;
                    shift += 7;
                }
                yield octet < 0x80 && string();
            }
        };
    }

    /// How a field is said: by an index, or with a value of its own, or with a name too.
    private void field(int octet) {
        int indexMax;
        if (octet >= 0x80) {
            indexMax = 0x7F;
            stringsLeft = 0;
        } else if (octet >= 0x40) {
            indexMax = 0x3F;
            stringsLeft = 1;
        } else if (octet >= 0x20) {
            indexMax = 0x1F; // the size of the table
            stringsLeft = 0;
        } else {
            indexMax = 0x0F;
            stringsLeft = 1;
        }
        int index = octet & indexMax;
        if (stringsLeft == 1 && index == 0) {
            stringsLeft = 2;
        }
        if (index == indexMax) {
            block = Block.INDEX;
        } else {
            afterIndex();
        }
    }

    private void afterIndex() {
        block = stringsLeft > 0 ? Block.LENGTH : Block.FIELD;
    }

    private boolean string() {
        stringLeft = length;
        stringsLeft--;
        afterIndex();
        return length > BYTES_MAX;
    }
}
