package dev.kingtide.aws.wire;

import dev.kingtide.aws.codec.Ignored;

/// Is told of what an operator should read in a log: defects, and members that were passed over.
public interface Incidents extends Ignored {

    /// Tells nobody.
    Incidents NONE =
            new Incidents() {
                @Override
                public void unforeseen(
                        String requestId, String operation, RuntimeException cause) {}

                @Override
                public void member(String structure, String member) {}
            };

    /// An operation failed in a way that none of its errors describes; the caller got the service's
    /// server error and nothing of the cause.
    ///
    /// @param operation such as `ecs:CreateService`
    void unforeseen(String requestId, String operation, RuntimeException cause);
}
