/// Commands in the containers of tasks, carried to AWS's own clients as Session Manager does it.
///
/// Read [dev.kingtide.host.command.CommandSessions] first: it prepares a session for
/// `ecs:ExecuteCommand`, and takes the WebSocket that its caller opens.
/// [dev.kingtide.host.command.DataChannel] is the agent's end of that, in the messages of
/// [dev.kingtide.host.command.AgentMessage].
@NullMarked
package dev.kingtide.host.command;

import org.jspecify.annotations.NullMarked;
