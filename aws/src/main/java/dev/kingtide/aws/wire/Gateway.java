package dev.kingtide.aws.wire;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.codec.WireCodec;
import dev.kingtide.core.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// AWS's endpoint for every service here: answers a request's bytes with an answer's bytes.
///
/// A request is bounded, routed, authenticated, decoded, held to the model's constraints, let in by
/// the [Admission], run by the operations of its account and region, told to the [Trail], and
/// answered; whatever goes wrong on the way becomes an error of its protocol, and what nobody
/// foresaw reaches the caller only as the service's server error.
///
/// Safe for many threads. A call blocks while its decision is made ([dev.kingtide.aws.Turns]).
public final class Gateway {
    final Scopes scopes;
    final Settings settings;
    final WireCodec codec;
    final Answers answers;
    final Router router;
    final Authenticator authenticator;
    private final Supplier<String> requestIds;

    /// The operations of each account and region.
    @FunctionalInterface
    public interface Scopes {

        /// The operations of an account and region; null when there are none, as there is no such
        /// region.
        @Nullable Api api(Scope scope);
    }

    /// Whether callers have to prove who they are.
    public enum Auth {
        /// Every request is verified.
        ON,
        /// Any key and signature is taken, and none is needed; an unknown key calls for the account
        /// of [Scope#DEFAULT].
        OFF
    }

    /// What can be set.
    public record Settings(Auth auth, Limits limits, Hooks hooks) {

        /// Callers prove who they are; the usual limits; every call is let in, and nobody is told.
        public static final Settings DEFAULT = new Settings(Auth.ON, Limits.DEFAULT, Hooks.NONE);
    }

    /// Who is asked, and who is told, of calls.
    public record Hooks(Admission admission, Trail trail, Incidents incidents) {

        /// Everything is let in, and nobody is told.
        public static final Hooks NONE = new Hooks(Admission.ALL, Trail.NONE, Incidents.NONE);
    }

    /// A gateway for the services that Kingtide serves.
    ///
    /// @param requestIds a new one for each request, as a rule a UUID
    public Gateway(
            Credentials credentials,
            Scopes scopes,
            Supplier<String> requestIds,
            Settings settings) {
        this(credentials, scopes, requestIds, settings, Api.SERVICES);
    }

    /// A gateway for services each of which has a table.
    Gateway(
            Credentials credentials,
            Scopes scopes,
            Supplier<String> requestIds,
            Settings settings,
            List<String> services) {
        this.scopes = scopes;
        this.requestIds = requestIds;
        this.settings = settings;
        this.codec = new WireCodec(settings.limits().depth(), settings.hooks().incidents());
        this.answers = new Answers(codec);
        this.router =
                new Router(services.stream().map(ServiceModel::read).toList(), settings.limits());
        this.authenticator = new Authenticator(credentials, settings.auth());
    }

    /// Reads the models of all requests, which the first call of an operation would else wait for,
    /// up to a tenth of a second.
    ///
    /// @param api of whatever account and region
    /// @return how many classes that were
    public int readAhead(Api api) {
        Set<Class<?>> read = new LinkedHashSet<>();
        for (String name : api.names()) {
            codec.readAhead(api.builder(name), read);
        }
        return read.size();
    }

    /// Answers a request.
    ///
    /// @param nowMillis since 1970
    public WireResponse answer(WireRequest request, long nowMillis) {
        Exchange exchange = new Exchange(this, request, requestIds.get(), nowMillis);
        try {
            return exchange.answer();
        } catch (RuntimeException e) {
            return exchange.failed(e);
        }
    }
}
