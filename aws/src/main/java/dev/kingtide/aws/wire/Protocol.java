package dev.kingtide.aws.wire;

import dev.kingtide.core.Invariant;

/// The forms in which AWS's services speak (<https://smithy.io/2.0/aws/protocols/index.html>).
enum Protocol {
    JSON_1_0("application/x-amz-json-1.0"),
    JSON_1_1("application/x-amz-json-1.1"),
    QUERY("text/xml"),
    EC2_QUERY("text/xml;charset=UTF-8"),
    REST_JSON("application/json"),
    RPC_V2_CBOR("application/cbor");

    private final String contentType;

    Protocol(String contentType) {
        this.contentType = contentType;
    }

    /// Of the body of an answer.
    String contentType() {
        return contentType;
    }

    /// Whether answers are XML.
    boolean isQuery() {
        return this == QUERY || this == EC2_QUERY;
    }

    /// The word for it in the tables of services.
    static Protocol parse(String word) {
        return switch (word) {
            case "json-1.0" -> JSON_1_0;
            case "json-1.1" -> JSON_1_1;
            case "query" -> QUERY;
            case "ec2" -> EC2_QUERY;
            case "rest-json" -> REST_JSON;
            case "cbor" -> RPC_V2_CBOR;
            default -> throw Invariant.broken("no protocol is called " + word);
        };
    }
}
