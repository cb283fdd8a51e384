package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.terraform.Terraform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a what-if reaches the inputs of a launch's calls.
public final class Reach {
    private final List<ScriptedCall> calls;

    /// Ways to the inputs of these calls.
    public Reach(List<ScriptedCall> calls) {
        this.calls = calls;
    }

    /// The first call of an operation, such as `ecs:CreateService`; null when there is none.
    public @Nullable ScriptedCall first(String operation) {
        for (ScriptedCall call : calls) {
            if (call.call().equals(operation)) {
                return call;
            }
        }
        return null;
    }

    /// The key that reaches a member of a call's input: `service.json:desiredCount`, or
    /// `calls[CreateService].input.desiredCount` when the input is written in the launch file,
    /// `terraform[aws_ecs_service.web].desired_count` when it comes from Terraform.
    public String key(ScriptedCall call, String member) {
        if (call.address() != null) {
            return "terraform[" + call.address() + "]." + Terraform.argument(member);
        }
        String file = call.input().place().file();
        return file.endsWith(".json")
                ? file + ':' + member
                : "calls[" + index(call) + "].input." + member;
    }

    private String index(ScriptedCall call) {
        long same = calls.stream().filter(c -> c.name().equals(call.name())).count();
        return same == 1 && !call.name().equals(call.operation())
                ? call.name()
                : Integer.toString(call.index());
    }

    /// The text of a member of a call's input; null when it is not given.
    public static @Nullable String text(ScriptedCall call, String member) {
        return call.input() instanceof Node.Mapping map
                        && map.get(member) instanceof Node.Text text
                        && !text.isNull()
                ? text.value()
                : null;
    }

    /// The whole number of a member of a call's input, or what it is otherwise.
    public static int number(ScriptedCall call, String member, int otherwise) {
        String text = text(call, member);
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }
}
