package dev.kingtide.aws;

import dev.kingtide.core.Scope;
import org.jspecify.annotations.Nullable;

/// Who carries commands into the containers of tasks (ECS developer guide, ecs-exec).
@FunctionalInterface
public interface Commands {

    /// Nobody.
    Commands NONE = ask -> null;

    /// Prepares a session, which begins once somebody opens its stream.
    ///
    /// @return null when nothing leads to the container at the moment
    @Nullable Session prepare(Ask ask);

    /// What is to be run where.
    ///
    /// @param line the command with its arguments, as a shell would split it
    record Ask(Scope scope, String taskId, String container, String line) {}

    /// A session that somebody may open once.
    ///
    /// @param id such as `ecs-execute-command-0123456789abcdef0`
    /// @param streamUrl where its WebSocket is
    /// @param token what has to be shown there
    record Session(String id, String streamUrl, String token) {

        /// Without the token: secrets are in no log.
        @Override
        public String toString() {
            return "Session[" + id + ']';
        }
    }
}
