package dev.kingtide.aws;

import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Refusal;
import java.lang.reflect.Method;
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
    private final Errors errors;
    private final Map<String, Operation<?>> byName = new TreeMap<>();

    /// What an operation does with a request.
    ///
    /// @param <I> the request
    @FunctionalInterface
    public interface Call<I extends SdkPojo> {

        /// Answers a request.
        ///
        /// @throws Refusal when the caller is turned down
        SdkPojo answer(Caller caller, I request);
    }

    /// One operation: its name on the wire, its request's class, and what it does.
    ///
    /// @param <I> the request
    public static final class Operation<I extends SdkPojo> {
        private final String name;
        private final Class<I> request;
        private final Call<I> call;

        /// Found when the first request is read, since it loads the request's class.
        private @Nullable Method builder;

        private Operation(String name, Class<I> request, Call<I> call) {
            this.name = name;
            this.request = request;
            this.call = call;
        }

        /// Its name on the wire.
        public String name() {
            return name;
        }

        /// A fresh builder of its request.
        public SdkPojo builder() {
            try {
                Method found = builder;
                if (found == null) {
                    found = request.getMethod("builder");
                    builder = found;
                }
                return (SdkPojo) found.invoke(null);
            } catch (ReflectiveOperationException e) {
                throw Invariant.broken("no builder of " + request + ": " + e);
            }
        }

        /// The request that a builder has been filled for.
        public SdkPojo build(SdkPojo filled) {
            return filled instanceof Buildable buildable ? (SdkPojo) buildable.build() : filled;
        }

        /// Carries out a request of its class, or a builder of one.
        ///
        /// @throws Refusal when the caller is turned down
        public SdkPojo run(Caller caller, SdkPojo input) {
            return call.answer(caller, request.cast(build(input)));
        }
    }

    /// A service's own errors for what no operation of it decides.
    ///
    /// @param malformed for an input that does not fit its shape
    /// @param unsupported for an operation, by its name, that AWS has and Kingtide does not serve
    public record Errors(
            Function<InvalidInput, Refusal> malformed, Function<String, Refusal> unsupported) {}

    /// A service's operations.
    ///
    /// @param service its name in `aws <service> <operation>`
    public Operations(String service, Errors errors, List<Operation<?>> operations) {
        this.service = service;
        this.errors = errors;
        for (Operation<?> operation : operations) {
            byName.put(operation.name(), operation);
        }
    }

    /// A row of the table; the operation's name is the request's class without `Request`.
    public static <I extends SdkPojo> Operation<I> op(
            Class<I> request, Function<I, ? extends SdkPojo> call) {
        String name = request.getSimpleName();
        return op(name.substring(0, name.length() - "Request".length()), request, call);
    }

    /// A row of the table for an operation whose name the SDK spells in its own way, such as
    /// `DescribeSSLPolicies`.
    public static <I extends SdkPojo> Operation<I> op(
            String name, Class<I> request, Function<I, ? extends SdkPojo> call) {
        return new Operation<>(name, request, (_, input) -> call.apply(input));
    }

    /// A row of the table for an operation that asks who calls.
    public static <I extends SdkPojo> Operation<I> opOf(Class<I> request, Call<I> call) {
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
        return errors.malformed().apply(input);
    }

    /// The service's own error for an operation that Kingtide does not serve.
    Refusal unsupported(String operation) {
        return errors.unsupported().apply(operation);
    }
}
