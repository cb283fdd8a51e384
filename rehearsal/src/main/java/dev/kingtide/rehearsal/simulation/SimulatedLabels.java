package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.task.TaskDefinition;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a container of a task definition asks of a simulated machine, by `dockerLabels`: real
/// machines ignore them.
///
/// | label | what |
/// |---|---|
/// | `kingtide.simulated.pull` | `fail`: its image cannot be pulled |
/// | `kingtide.simulated.exitAfterSeconds` | it ends by itself so long after its start |
/// | `kingtide.simulated.exitCode` | with this exit code, 1 unless given |
///
/// Anything else than these words and numbers counts as not given.
///
/// @param pullFails whether its image cannot be pulled
/// @param exitAfterMillis after how long it ends by itself, null when it does not
/// @param exitCode its exit code then
record SimulatedLabels(boolean pullFails, @Nullable Long exitAfterMillis, int exitCode) {
    private static final String PREFIX = "kingtide.simulated.";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,7}(\\.\\d{1,3})?");
    private static final Pattern CODE = Pattern.compile("\\d{1,3}");
    private static final SimulatedLabels NONE = new SimulatedLabels(false, null, 0);

    /// The labels of a container by name.
    static SimulatedLabels of(TaskDefinition definition, String container) {
        if (!(definition.shape()
                instanceof software.amazon.awssdk.services.ecs.model.TaskDefinition shape)) {
            return NONE;
        }
        for (var each : shape.containerDefinitions()) {
            if (container.equals(each.name()) && each.hasDockerLabels()) {
                return of(each.dockerLabels());
            }
        }
        return NONE;
    }

    private static SimulatedLabels of(Map<String, String> labels) {
        String seconds = labels.getOrDefault(PREFIX + "exitAfterSeconds", "");
        String code = labels.getOrDefault(PREFIX + "exitCode", "");
        return new SimulatedLabels(
                "fail".equals(labels.get(PREFIX + "pull")),
                SECONDS.matcher(seconds).matches()
                        ? Math.round(Double.parseDouble(seconds) * 1000)
                        : null,
                CODE.matcher(code).matches() ? Integer.parseInt(code) : 1);
    }
}
