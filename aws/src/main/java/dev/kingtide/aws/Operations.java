package dev.kingtide.aws;

import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// The table of a service's operations.
public final class Operations {
    private final String service;
    private final Function<InvalidInput, Refusal> malformed;
    private final Map<String, Operation<?>> byName = new TreeMap<>();

    /// One operation: its name, its request's class, and what it does.
    ///
    /// @param <I> the request
    public record Operation<I extends SdkPojo>(
            String name, Class<I> request, Function<I, ? extends SdkPojo> call) {

        /// A fresh builder of its request.
        SdkPojo builder() {
            try {
                return (SdkPojo) request.getMethod("builder").invoke(null);
            } catch (ReflectiveOperationException e) {
                throw Invariant.broken("no builder of " + request + ": " + e);
            }
        }

        /// The request that a builder has been filled for.
        SdkPojo build(SdkPojo filled) {
            return filled instanceof Buildable buildable ? (SdkPojo) buildable.build() : filled;
        }

        /// Carries out a request of its class, or a builder of one.
        SdkPojo run(SdkPojo input) {
            return call.apply(request.cast(build(input)));
        }
    }

    /// A service's operations.
    ///
    /// @param service its name in `aws <service> <operation>`
    /// @param malformed the service's own error for an input that does not fit its shape
    public Operations(
            String service,
            Function<InvalidInput, Refusal> malformed,
            List<Operation<?>> operations) {
        this.service = service;
        this.malformed = malformed;
        for (Operation<?> operation : operations) {
            byName.put(operation.name(), operation);
        }
    }

    /// A row of the table; the operation's name is the request's class without `Request`.
    public static <I extends SdkPojo> Operation<I> op(
            Class<I> request, Function<I, ? extends SdkPojo> call) {
        String name = request.getSimpleName();
        return new Operation<>(
                name.substring(0, name.length() - "Request".length()), request, call);
    }

    /// The service's name in `aws <service> <operation>`.
    public String service() {
        return service;
    }

    /// The names of its operations, sorted.
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /// The operation, or null.
    @Nullable Operation<?> get(String name) {
        return byName.get(name);
    }

    /// The service's own error for an input that does not fit its shape.
    Refusal malformed(InvalidInput input) {
        return malformed.apply(input);
    }
}
