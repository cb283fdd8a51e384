package dev.kingtide.rehearsal.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.codec.BadInput;
import dev.kingtide.aws.codec.BadInput.Kind;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Places;
import dev.kingtide.rehearsal.source.Problem;
import dev.kingtide.rehearsal.source.Problems;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiConsumer;

/// A launch's script of AWS calls: checked before the run, called in it.
public final class Script {

    /// The code of a call that comes too fast (ECS API reference, common errors).
    private static final String THROTTLED = "ThrottlingException";

    private final Api api;
    private final List<ScriptedCall> calls;
    private final BiConsumer<ScriptedCall, String> made;

    /// The calls of a launch, to be made through an API.
    ///
    /// @param made is told of each call when it was made, and what of it did not succeed: nothing,
    ///   or the answer's failures, or that AWS would throttle it at that moment
    public Script(Api api, List<ScriptedCall> calls, BiConsumer<ScriptedCall, String> made) {
        this.api = api;
        this.calls = calls;
        this.made = made;
    }

    /// Finds every input that does not fit its operation's shape, and every operation that is not
    /// served.
    ///
    /// @throws BadLaunch with all of them
    public void check() {
        Problems problems = new Problems();
        for (ScriptedCall call : calls) {
            if (!api.serves(call.call())) {
                problems.unknown(call.place(), "operation", call.call(), api.names());
                continue;
            }
            for (BadInput bad : api.check(call.call(), Json.tree(call.input()))) {
                boolean key = bad.kind() == Kind.UNKNOWN_MEMBER;
                Place place = Places.of(call.input(), bad.path(), key);
                problems.add(place, call.call() + ": " + text(bad), expected(bad));
            }
        }
        problems.settle();
    }

    private static String text(BadInput bad) {
        boolean value = bad.kind() == Kind.WRONG_TYPE || bad.kind() == Kind.CONSTRAINT;
        String path = value || bad.path().isEmpty() ? bad.path() : "in " + bad.path();
        return path + (value ? " is " : path.isEmpty() ? "" : ": ") + bad.found();
    }

    private static String expected(BadInput bad) {
        String expected = "expected " + bad.expected();
        return bad.kind() == Kind.CONSTRAINT ? expected + "; " + bad.message() : expected;
    }

    /// Puts the calls on a loop's agenda.
    ///
    /// A call that AWS would refuse ends the run: the loop then throws [BadLaunch] with AWS's error
    /// code and message. One that it would only throttle does not: that is an outcome of the day.
    public void schedule(VirtualLoop loop) {
        for (ScriptedCall call : calls) {
            loop.at(call.atMillis(), () -> run(call));
        }
    }

    /// The failures in an answer, such as RunTask's for tasks that found no place.
    private static String failures(ObjectNode answer) {
        StringJoiner text = new StringJoiner("; ");
        for (JsonNode failure : answer.path("failures")) {
            String detail = failure.path("detail").asText();
            text.add(failure.path("reason").asText() + (detail.isEmpty() ? "" : ": " + detail));
        }
        return text.length() == 0 ? "" : "failures: " + text;
    }

    private void run(ScriptedCall call) {
        try {
            made.accept(call, failures(api.call(call.call(), Json.tree(call.input()))));
        } catch (Refusal refusal) {
            if (refusal.code().equals(THROTTLED)) {
                made.accept(call, refusal.code() + ": " + refusal.message());
                return;
            }
            String file = call.input().place().file();
            String input = file.equals(call.place().file()) ? "" : " with " + file;
            throw new BadLaunch(
                    List.of(
                            new Problem(
                                    call.place(),
                                    call.call() + input + " is refused",
                                    refusal.code() + ": " + refusal.message())));
        }
    }
}
