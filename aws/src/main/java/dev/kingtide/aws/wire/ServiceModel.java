package dev.kingtide.aws.wire;

import dev.kingtide.core.Invariant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What AWS's newest model says of a service: its protocols, all its operations and all its errors.
/// Read from a table that `aws/tools/services.py` makes, which describes its form.
///
/// @param name in `aws <name> <operation>`
/// @param protocols the newest first
/// @param version of the API, as Query requests name it
/// @param signing the service's name in a credential scope
/// @param target what stands before the operation in `X-Amz-Target`; empty without
/// @param namespace of XML answers; empty without
/// @param fault the shape of the error for what only the service can mend
/// @param message the usual name of an error's text
/// @param operations by name
/// @param errors by shape
record ServiceModel(
        String name,
        List<Protocol> protocols,
        String version,
        String signing,
        String target,
        String namespace,
        String fault,
        String message,
        Map<String, OperationModel> operations,
        Map<String, ErrorModel> errors) {

    /// An operation on the wire.
    ///
    /// @param uri with `{labels}`, for REST
    /// @param status of an answer that is no error
    record OperationModel(String name, String method, String uri, int status, Signing auth) {}

    /// What an operation asks of a request's signature.
    enum Signing {
        /// The whole request is signed.
        WHOLE,
        /// The body need not be.
        UNSIGNED_BODY,
        /// Nothing is.
        NONE
    }

    /// An error on the wire.
    ///
    /// @param code what Query protocols call it
    /// @param sender whether the caller is at fault
    /// @param message the member that holds its text, null without
    record ErrorModel(
            String shape, String code, int status, boolean sender, @Nullable String message) {}

    /// Reads a service's table.
    static ServiceModel read(String name) {
        Map<String, String> about = new TreeMap<>();
        Map<String, OperationModel> operations = new TreeMap<>();
        Map<String, ErrorModel> errors = new TreeMap<>();
        for (String line : lines(name)) {
            String[] cells = line.split("\t", -1);
            switch (cells[0]) {
                case "service" -> {
                    for (String cell : cells) {
                        int equals = cell.indexOf('=');
                        about.put(
                                cell.substring(0, Math.max(0, equals)), cell.substring(equals + 1));
                    }
                }
                case "op" -> operations.put(cells[1], operation(cells));
                case "error" -> errors.put(cells[1], error(cells));
                default -> throw Invariant.broken("no line begins with " + cells[0]);
            }
        }
        List<Protocol> protocols = new ArrayList<>();
        for (String word : about.getOrDefault("protocols", "").split(",", -1)) {
            protocols.add(Protocol.parse(word));
        }
        return new ServiceModel(
                name,
                protocols,
                about.getOrDefault("version", ""),
                about.getOrDefault("signing", ""),
                about.getOrDefault("target", ""),
                about.getOrDefault("namespace", ""),
                about.getOrDefault("fault", ""),
                about.getOrDefault("message", ""),
                operations,
                errors);
    }

    private static OperationModel operation(String[] cells) {
        Signing auth =
                switch (cells[5]) {
                    case "v4" -> Signing.WHOLE;
                    case "unsigned-body" -> Signing.UNSIGNED_BODY;
                    case "none" -> Signing.NONE;
                    default -> throw Invariant.broken("nobody signs " + cells[5]);
                };
        return new OperationModel(cells[1], cells[2], cells[3], Integer.parseInt(cells[4]), auth);
    }

    private static ErrorModel error(String[] cells) {
        return new ErrorModel(
                cells[1],
                cells[2],
                Integer.parseInt(cells[3]),
                cells[4].equals("sender"),
                cells[5].equals("-") ? null : cells[5]);
    }

    /// The error that a code stands for: a shape's name, or what Query protocols call it; null when
    /// the model has none.
    @Nullable ErrorModel error(String code) {
        ErrorModel byShape = errors.get(code);
        if (byShape != null) {
            return byShape;
        }
        for (ErrorModel error : errors.values()) {
            if (error.code.equals(code)) {
                return error;
            }
        }
        return null;
    }

    /// Whether clients that speak another protocol still want the codes of Query
    /// (<https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait>).
    boolean keepsQueryCodes() {
        return protocols.size() > 1 && protocols.contains(Protocol.QUERY);
    }

    private static List<String> lines(String name) {
        String path = "/dev/kingtide/aws/services/" + name + ".tsv";
        try (InputStream in = ServiceModel.class.getResourceAsStream(path)) {
            if (in == null) {
                throw Invariant.broken("the table of " + name + " is not in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
