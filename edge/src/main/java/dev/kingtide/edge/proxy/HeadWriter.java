package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Writes heads: own text, and stretches of a head that is passed on.
final class HeadWriter {
    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final byte[] COLON = {':', ' '};

    private HeadWriter() {}

    static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    static void endOfLine(ByteBuf out) {
        out.writeBytes(END_OF_LINE);
    }

    static void field(ByteBuf out, FieldName name, String value) {
        field(out, name.text(), value);
    }

    static void field(ByteBuf out, String name, String value) {
        text(out, name);
        out.writeBytes(COLON);
        text(out, value);
        out.writeBytes(END_OF_LINE);
    }

    static void decimal(ByteBuf out, long number) {
        if (number >= 10) {
            decimal(out, number / 10);
        }
        out.writeByte((int) ('0' + number % 10));
    }

    /// Which fields are passed on.
    @FunctionalInterface
    interface Choice {

        /// Whether the i-th is.
        boolean passes(Fields fields, int i);
    }

    /// Passes fields on: neighbours with one copy, each line that is not quite as it should be
    /// written anew.
    static void fields(ByteBuf out, Fields fields, Choice choice) {
        boolean options = namesOptions(fields);
        int from = 0;
        int to = 0;
        for (int i = 0; i < fields.count(); i++) {
            boolean passes = choice.passes(fields, i) && !(options && fields.isConnectionOption(i));
            if (passes && fields.isPlain(i)) {
                if (fields.nameFrom(i) != to) {
                    out.writeBytes(fields.bytes(), from, to - from);
                    from = fields.nameFrom(i);
                }
                to = fields.lineTo(i);
            } else if (passes && fields.isPassable(i)) {
                out.writeBytes(fields.bytes(), from, to - from);
                from = 0;
                to = 0;
                line(out, fields, i);
            }
        }
        out.writeBytes(fields.bytes(), from, to - from);
    }

    private static void line(ByteBuf out, Fields fields, int i) {
        byte[] bytes = fields.bytes();
        out.writeBytes(bytes, fields.nameFrom(i), fields.nameTo(i) - fields.nameFrom(i));
        out.writeBytes(COLON);
        out.writeBytes(bytes, fields.valueFrom(i), fields.valueTo(i) - fields.valueFrom(i));
        out.writeBytes(END_OF_LINE);
    }

    /// Whether a Connection field says more than how long the connection lasts.
    private static boolean namesOptions(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i) == FieldName.CONNECTION) {
                if (!isUsual(fields.value(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isUsual(String value) {
        return value.equalsIgnoreCase("keep-alive") || value.equalsIgnoreCase("close");
    }
}
