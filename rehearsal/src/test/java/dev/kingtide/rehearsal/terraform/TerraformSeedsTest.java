package dev.kingtide.rehearsal.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.Progress;
import dev.kingtide.rehearsal.Rehearsal;
import dev.kingtide.rehearsal.source.BadLaunch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Plans and states in which some values are others, or are gone: a launch comes of them or
/// [BadLaunch], never another exception.
@NullMarked
class TerraformSeedsTest {
    private static final int SEEDS = 400;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1e99",
                    "99999999999999999999",
                    "\"\"",
                    "\"x\"",
                    "\"aws_lb.shop\"",
                    "\"[{}]\"",
                    "\"arn:aws:ecs:eu-central-1:123456789012:cluster/x\"",
                    "\"module.a[\"",
                    "{}",
                    "[]",
                    "[null]",
                    "[[{}]]",
                    "{\"references\": [\"var.name\", \"each.value\", \"module.service\"]}");

    @Test
    void every_mutated_file_gives_a_launch_or_a_bad_launch() throws JsonProcessingException {
        List<String> files =
                List.of(Fixtures.example(), Fixtures.file("odd.json"), Fixtures.file("state.json"));
        int launches = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Dice dice = new Dice(seed).fork("terraform");
            JsonNode root = JSON.readTree(files.get(seed % files.size()));
            int mutations = 1 + below(dice, 0, 4);
            StringBuilder done = new StringBuilder();
            for (int i = 1; i <= mutations; i++) {
                done.append(mutate(root, dice, i * 10)).append('\n');
            }
            try {
                Rehearsal.play(
                        Fixtures.launch(
                                root.toString(), "terraform: plan.json\nregion: eu-central-1\n"),
                        List.of(),
                        Progress.NONE);
                launches++;
            } catch (BadLaunch expected) {
                if (expected.problems().isEmpty()) {
                    throw new AssertionError("seed " + seed + ": no problem is named");
                }
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": " + failure + '\n' + done, failure);
            }
        }
        if (launches < SEEDS / 20 || launches > SEEDS * 19 / 20) {
            throw new AssertionError("too few of one kind: " + launches + " launches of " + SEEDS);
        }
    }

    /// Changes one value somewhere, and says which.
    private static String mutate(JsonNode root, Dice dice, int draw)
            throws JsonProcessingException {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        JsonNode holder = holders.get(below(dice, draw, holders.size()));
        JsonNode value = JSON.readTree(VALUES.get(below(dice, draw + 1, VALUES.size())));
        boolean remove = below(dice, draw + 2, 3) == 0;
        int at = below(dice, draw + 3, holder.size());
        if (holder instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (remove) {
                object.remove(names.get(at));
            } else {
                object.set(names.get(at), value);
            }
            return names.get(at) + " := " + (remove ? "nothing" : value);
        }
        ArrayNode array = (ArrayNode) holder;
        if (remove) {
            array.remove(at);
        } else {
            array.set(at, value);
        }
        return "[" + at + "] := " + (remove ? "nothing" : value);
    }

    /// Every object and array that holds something.
    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode() && !node.isEmpty()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private static int below(Dice dice, int draw, int bound) {
        return (int) (dice.uniform("below", draw) * bound);
    }
}
