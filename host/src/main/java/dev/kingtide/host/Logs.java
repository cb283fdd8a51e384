package dev.kingtide.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/// What is logged, and how: lines for people or JSON for machines, on standard error. Nothing at
/// all until [#begin]: the terminal is kept for the command's own answer.
public final class Logs extends ContextAwareBase implements Configurator {

    /// How log lines are written.
    public enum Format {
        /// `2026-11-26T19:00:00.000Z INFO dev.kingtide.host.Daemon: listening on ...`
        TEXT,
        /// One JSON object a line, by logback's JsonEncoder.
        JSON
    }

    /// Found by logback as its configuration.
    public Logs() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Begins to log; `level` is of Kingtide's own messages, such as `info`. Libraries only warn.
    public static void begin(Format format, String level) {
        if (!(factory() instanceof LoggerContext context)) {
            return; // another logging library is in place, and has a configuration of its own
        }
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(context, format));
        console.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(console);
        root.setLevel(Level.WARN);
        context.getLogger("dev.kingtide").setLevel(Level.toLevel(level, Level.INFO));
    }

    /// What makes loggers. While another thread readies it, SLF4J answers with a stand-in; that
    /// thread holds this lock (org.slf4j.LoggerFactory, getProvider).
    @SuppressWarnings("LockOnNonEnclosingClassLiteral")
    private static ILoggerFactory factory() {
        synchronized (LoggerFactory.class) {
            return LoggerFactory.getILoggerFactory();
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Format format) {
        return switch (format) {
            case TEXT -> {
                var encoder = new PatternLayoutEncoder();
                encoder.setContext(context);
                encoder.setPattern(
                        "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %logger{0}: %msg%n");
                encoder.start();
                yield encoder;
            }
            case JSON -> {
                var encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.start();
                yield encoder;
            }
        };
    }
}
