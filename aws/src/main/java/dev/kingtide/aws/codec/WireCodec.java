package dev.kingtide.aws.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.kingtide.aws.codec.Validator.Speaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/// Turns the bytes of AWS's protocols into the SDK's model objects and back.
///
/// Safe for many threads: what it remembers is only what it has read of the model classes.
public final class WireCodec {
    /// Longer than any number that a member holds.
    private static final int NUMBER_DIGITS_MAX = 400;

    /// Buffers are shared: requests come on threads of their own, which would each allocate theirs.
    private static final RecyclerPool<BufferRecycler> BUFFERS =
            JsonRecyclerPools.sharedConcurrentDequePool();

    private final Schemas schemas = new Schemas();
    private final JsonFactory json;
    private final CBORFactory cbor;
    private final Ignored ignored;

    /// A codec of inputs that are nested so many levels at most.
    public WireCodec(int depthMax, Ignored ignored) {
        var constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .maxNumberLength(NUMBER_DIGITS_MAX)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build();
        this.json =
                JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .recyclerPool(BUFFERS)
                        // Names come from callers, and would never leave the table of strings.
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build();
        this.cbor =
                CBORFactory.builder()
                        .streamReadConstraints(constraints)
                        .recyclerPool(BUFFERS)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build();
        this.ignored = ignored;
    }

    /// Reads the model of a request ahead of its first use.
    ///
    /// @param read the classes that have been read, to which this adds
    public void readAhead(SdkPojo builder, Set<Class<?>> read) {
        schemas.readAll(builder, read);
    }

    /// Sets the members of a builder from JSON.
    ///
    /// @throws Malformed when the bytes are no such object
    public void readJson(SdkPojo builder, byte[] bytes) {
        read(json, builder, bytes);
    }

    /// Sets the members of a builder from CBOR.
    ///
    /// @throws Malformed when the bytes are no such object
    public void readCbor(SdkPojo builder, byte[] bytes) {
        read(cbor, builder, bytes);
    }

    private void read(JsonFactory factory, SdkPojo builder, byte[] bytes) {
        try (JsonParser in = factory.createParser(bytes)) {
            new StreamReader(schemas, in, ignored).document(builder);
        } catch (JsonProcessingException e) {
            throw new Malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw new Malformed("The body is cut short");
        }
    }

    /// Sets the members of a builder from the parameters of a Query request.
    ///
    /// @param ec2 whether every list is flat
    /// @throws Malformed when a parameter is not of its member's type
    public void readForm(SdkPojo builder, Form form, boolean ec2) {
        new FormReader(schemas, ec2, ignored).document(builder, form);
    }

    /// A request as JSON, without the members that AWS's model calls sensitive.
    public ObjectNode insensitive(SdkPojo request) {
        return new JsonWriter(schemas, false).structure(request);
    }

    /// Sets the members of a builder from the parts of a REST request.
    ///
    /// @throws Malformed when a part is not of its member's type
    public void readRest(SdkPojo builder, Rest.Input input) {
        new RestReader(schemas, this, input).document(builder);
    }

    /// What a request lacks, and which of its values are out of their bounds, in the words of AWS's
    /// services.
    public List<BadInput> check(SdkPojo request) {
        return new Validator(schemas, Speaker.SERVICE, List.of()).check(request);
    }

    /// An answer as JSON.
    public byte[] writeJson(SdkPojo answer) {
        return write(json, answer);
    }

    /// An answer as CBOR.
    public byte[] writeCbor(SdkPojo answer) {
        return write(cbor, answer);
    }

    private byte[] write(JsonFactory factory, SdkPojo answer) {
        try (var bytes = new ByteArrayBuilder(1_000);
                JsonGenerator out = factory.createGenerator(bytes)) {
            new StreamWriter(schemas, out).document(answer);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer as the parts of a REST protocol.
    public Rest.Output writeRest(SdkPojo answer) {
        return new RestWriter(schemas, this).document(answer);
    }

    /// Adds an answer's members as elements.
    public void writeXml(SdkPojo answer, Xml out) {
        new XmlWriter(schemas, out).document(answer);
    }
}
