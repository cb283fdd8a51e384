package dev.kingtide.edge.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The first message of a client, as far as it decides on the certificate (RFC 8446, section 4.1.2;
/// names RFC 6066, section 3).
///
/// @param domain that it asks for, in lower case; empty without
/// @param takesEcdsa whether it can verify signatures of elliptic curves
/// @param takesRsa whether it can verify those of RSA
record ClientHello(String domain, boolean takesEcdsa, boolean takesRsa) {
    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;

    /// RFC 8422, section 6 and RFC 5289: the suites that need a key of an elliptic curve.
    private static final int ECDSA_FROM = 0xC006;

    private static final int ECDSA_TO = 0xC00A;

    /// Reads the message behind its header; one that is cut short says what it says until there.
    static ClientHello read(ByteBuf message) {
        Reader reader = new Reader();
        try {
            reader.read(message.slice());
        } catch (IndexOutOfBoundsException e) {
            return reader.hello(); // the handshake itself, which comes next, refuses it
        }
        return reader.hello();
    }

    private static final class Reader {
        private String domain = "";
        private boolean ecdsaSuite;
        private boolean rsaSuite;
        private boolean ecdsaSignature;
        private boolean rsaSignature;
        private boolean signatures;
        private boolean newest;

        ClientHello hello() {
            return new ClientHello(
                    domain,
                    (ecdsaSuite || newest) && (ecdsaSignature || !signatures),
                    (rsaSuite || newest) && (rsaSignature || !signatures));
        }

        void read(ByteBuf in) {
            in.skipBytes(2 + 32); // version and chance
            in.skipBytes(in.readUnsignedByte()); // session
            ByteBuf suites = in.readSlice(in.readUnsignedShort());
            while (suites.isReadable(2)) {
                suite(suites.readUnsignedShort());
            }
            in.skipBytes(in.readUnsignedByte()); // compression
            ByteBuf extensions = in.isReadable(2) ? in.readSlice(in.readUnsignedShort()) : in;
            while (extensions.isReadable(4)) {
                int type = extensions.readUnsignedShort();
                extension(type, extensions.readSlice(extensions.readUnsignedShort()));
            }
        }

        private void suite(int suite) {
            boolean ecdsa =
                    (suite >= ECDSA_FROM && suite <= ECDSA_TO)
                            || suite == 0xC023
                            || suite == 0xC024
                            || suite == 0xC02B
                            || suite == 0xC02C
                            || suite == 0xCCA9;
            ecdsaSuite |= ecdsa;
            rsaSuite |= !ecdsa && suite >> 8 != 0x13;
        }

        private void extension(int type, ByteBuf data) {
            switch (type) {
                case SERVER_NAME -> {
                    data.skipBytes(2);
                    if (data.readUnsignedByte() == 0) {
                        int length = data.readUnsignedShort();
                        domain =
                                data.readCharSequence(length, StandardCharsets.US_ASCII)
                                        .toString()
                                        .toLowerCase(Locale.ROOT);
                    }
                }
                case SIGNATURE_ALGORITHMS -> {
                    signatures = true;
                    data.skipBytes(2);
                    while (data.isReadable(2)) {
                        signature(data.readUnsignedShort());
                    }
                }
                case SUPPORTED_VERSIONS -> {
                    data.skipBytes(1);
                    while (data.isReadable(2)) {
                        newest |= data.readUnsignedShort() == TLS_1_3;
                    }
                }
                default -> {}
            }
        }

        /// RFC 8446, section 4.2.3: `08xx` is RSA-PSS; before, the second byte is 1 for RSA and 3
        /// for elliptic curves.
        private void signature(int scheme) {
            boolean pss = scheme >> 8 == 8 && (scheme & 0xFF) <= 6;
            ecdsaSignature |= scheme >> 8 <= 6 && (scheme & 0xFF) == 3;
            rsaSignature |= pss || (scheme >> 8 <= 6 && (scheme & 0xFF) == 1);
        }
    }
}
