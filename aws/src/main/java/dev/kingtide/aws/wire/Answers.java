package dev.kingtide.aws.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.kingtide.aws.codec.Rest;
import dev.kingtide.aws.codec.WireCodec;
import dev.kingtide.aws.codec.Xml;
import dev.kingtide.aws.wire.ServiceModel.ErrorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Writes answers and errors in the form of each protocol.
final class Answers {
    private final WireCodec codec;
    private final JsonFactory json = new JsonFactory();
    private final CBORFactory cbor = new CBORFactory();

    Answers(WireCodec codec) {
        this.codec = codec;
    }

    /// An operation's answer.
    WireResponse done(Route route, ServiceModel service, String id, int status, SdkPojo answer) {
        List<Header> headers = headers(route.protocol(), id);
        if (route.protocol() == Protocol.REST_JSON) {
            Rest.Output output = codec.writeRest(answer);
            output.headers().forEach((name, value) -> headers.add(new Header(name, value)));
            int told = output.status() == null ? status : output.status();
            return new WireResponse(told, headers, output.body());
        }
        byte[] body =
                switch (route.protocol()) {
                    case JSON_1_0, JSON_1_1, REST_JSON -> codec.writeJson(answer);
                    case RPC_V2_CBOR -> codec.writeCbor(answer);
                    case QUERY -> query(route.operation(), service, id, answer);
                    case EC2_QUERY -> ec2(route.operation(), service, id, answer);
                };
        return new WireResponse(status, headers, body);
    }

    private static List<Header> headers(Protocol protocol, String id) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Type", protocol.contentType()));
        headers.add(new Header("x-amzn-RequestId", id));
        if (protocol == Protocol.RPC_V2_CBOR) {
            headers.add(new Header("smithy-protocol", "rpc-v2-cbor"));
        }
        return headers;
    }

    private byte[] query(String operation, ServiceModel service, String id, SdkPojo answer) {
        Xml xml = new Xml().open(operation + "Response", service.namespace());
        xml.open(operation + "Result"); // also of nothing: botocore looks for it
        codec.writeXml(answer, xml);
        xml.close(operation + "Result");
        return xml.open("ResponseMetadata")
                .text("RequestId", id)
                .close("ResponseMetadata")
                .close(operation + "Response")
                .bytes();
    }

    private byte[] ec2(String operation, ServiceModel service, String id, SdkPojo answer) {
        Xml xml = new Xml().open(operation + "Response", service.namespace() + '/');
        xml.text("requestId", id);
        if (answer.sdkFields().isEmpty()) {
            xml.text("return", "true");
        }
        codec.writeXml(answer, xml);
        return xml.close(operation + "Response").bytes();
    }

    /// An error.
    WireResponse failed(Route route, String id, WireFailure failure) {
        Protocol protocol = route.protocol();
        ServiceModel service = route.service();
        String textMember = textMember(service, failure);
        List<Header> headers = headers(protocol, id);
        if (!protocol.isQuery()) {
            headers.add(new Header("x-amzn-ErrorType", failure.shape()));
            if (service != null && service.keepsQueryCodes()) {
                String side = failure.isSender() ? "Sender" : "Receiver";
                headers.add(new Header("x-amzn-query-error", failure.code() + ';' + side));
            }
        }
        byte[] body =
                switch (protocol) {
                    case JSON_1_0, JSON_1_1 -> structure(json, failure, textMember, true);
                    case REST_JSON -> structure(json, failure, textMember, false);
                    case RPC_V2_CBOR -> structure(cbor, failure, textMember, true);
                    case QUERY -> queryError(service, id, failure);
                    case EC2_QUERY -> ec2Error(id, failure);
                };
        return new WireResponse(failure.status(), headers, body);
    }

    /// What an error calls its text: some say `message`, some `Message`, and clients in Go look for
    /// the one that the model has.
    private static String textMember(@Nullable ServiceModel service, WireFailure failure) {
        if (service == null) {
            return "message";
        }
        ErrorModel model = service.errors().get(failure.shape());
        return model == null || model.message() == null ? service.message() : model.message();
    }

    private static byte[] structure(
            JsonFactory factory, WireFailure failure, String textMember, boolean typed) {
        try (var bytes = new ByteArrayBuilder();
                JsonGenerator out = factory.createGenerator(bytes)) {
            out.writeStartObject();
            if (typed) {
                out.writeStringField("__type", failure.shape());
            }
            if (!failure.message().isEmpty()) {
                out.writeStringField(textMember, failure.message());
            }
            for (Map.Entry<String, Object> member : failure.members().entrySet()) {
                out.writeFieldName(member.getKey());
                if (member.getValue() instanceof List<?> list) {
                    out.writeStartArray();
                    for (Object item : list) {
                        out.writeString(String.valueOf(item));
                    }
                    out.writeEndArray();
                } else {
                    out.writeString(String.valueOf(member.getValue()));
                }
            }
            out.writeEndObject();
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] queryError(
            @Nullable ServiceModel service, String id, WireFailure failure) {
        Xml xml = new Xml();
        if (service == null) {
            xml.open("ErrorResponse");
        } else {
            xml.open("ErrorResponse", service.namespace());
        }
        xml.open("Error")
                .text("Type", failure.isSender() ? "Sender" : "Receiver")
                .text("Code", failure.code())
                .text("Message", failure.message());
        failure.members()
                .forEach((name, value) -> {
                    if (value instanceof List<?> list) {
                        xml.open(name);
                        list.forEach(item -> xml.text("member", String.valueOf(item)));
                        xml.close(name);
                    } else {
                        xml.text(name, String.valueOf(value));
                    }
                });
        return xml.close("Error").text("RequestId", id).close("ErrorResponse").bytes();
    }

    private static byte[] ec2Error(String id, WireFailure failure) {
        return new Xml()
                .open("Response")
                .open("Errors")
                .open("Error")
                .text("Code", failure.code())
                .text("Message", failure.message())
                .close("Error")
                .close("Errors")
                .text("RequestID", id)
                .close("Response")
                .bytes();
    }
}
