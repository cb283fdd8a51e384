/// AWS's protocols over HTTP: bytes of a request in, bytes of an answer out.
///
/// Read [dev.kingtide.aws.wire.Gateway] first: the one place that routes, authenticates, decodes,
/// throttles, records, runs, and turns a refusal into bytes. A [dev.kingtide.aws.wire.ServiceModel]
/// is what a service's table says about its protocols, operations and errors;
/// [dev.kingtide.aws.wire.SigV4] verifies signatures.
///
/// Nothing here has a socket, a clock or a thread; a gateway serves many callers at once, and what
/// it remembers is the same whoever asks first.
@NullMarked
package dev.kingtide.aws.wire;

import org.jspecify.annotations.NullMarked;
