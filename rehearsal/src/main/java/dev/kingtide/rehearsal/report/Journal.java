package dev.kingtide.rehearsal.report;

import dev.kingtide.core.World;
import dev.kingtide.core.scaling.NotScaledReason;
import dev.kingtide.core.scaling.ScalingActivity;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceEvents;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Moment.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes note of what happens in a World while it happens, since a World forgets.
public final class Journal {
    private static final Pattern TASKS = Pattern.compile(": \\(task .*?\\)\\.( |$)");
    private static final Pattern DEPLOYMENT = Pattern.compile(" ?\\(deployment [^)]*\\)");
    private static final Pattern ONE_TASK = Pattern.compile("\\(task [0-9a-f]+\\) ");
    private static final Pattern INSTANCE = Pattern.compile("\\(instance i-[0-9a-f]+\\)");
    private static final Pattern GROUP =
            Pattern.compile("arn:aws:elasticloadbalancing:[^)]*:targetgroup/([^/)]+)/[^)]*");

    private static final Pattern DEPLOYED =
            Pattern.compile("(\\(deployment\\) deployment|\\) rolling back to deployment) ");

    private final LongSupplier nowMillis;
    private final long startMillis;
    private final List<Moment> moments = new ArrayList<>();
    private final TreeMap<String, Integer> stops = new TreeMap<>();
    private final Map<String, Integer> desired = new LinkedHashMap<>();
    private final List<Desired> desiredChanges = new ArrayList<>();
    private String lastMessage = "";
    private String lastPlain = "";
    private int created;

    /// A service's desired count from a second on.
    ///
    /// @param atSecond when it changed
    /// @param serviceKey whose
    /// @param count what it became
    /// @param change by how much it changed
    public record Desired(int atSecond, String serviceKey, int count, int change) {}

    /// Begins to watch a World.
    ///
    /// @param nowMillis tells the virtual time
    public Journal(World world, long startMillis, LongSupplier nowMillis) {
        this.startMillis = startMillis;
        this.nowMillis = nowMillis;
        world.tasks().table.watch(this::task);
        world.services().events.watch(this::event);
        world.services().table.watch(this::service);
        world.scaling().activities.watch(this::activity);
    }

    private int second() {
        return Math.toIntExact((nowMillis.getAsLong() - startMillis) / 1000);
    }

    private void task(@Nullable Task before, @Nullable Task after) {
        if (before == null && after != null) {
            created++;
        }
        if (before != null
                && after != null
                && before.status() != TaskStatus.STOPPED
                && after.status() == TaskStatus.STOPPED) {
            String reason = after.state().stoppedReason();
            stops.merge(reason == null ? "stopped" : reason, 1, Integer::sum);
        }
    }

    private void service(@Nullable Service before, @Nullable Service after) {
        if (after != null) {
            Integer last = desired.put(after.key(), after.wanted());
            int change = after.wanted() - (last == null ? 0 : last);
            if (change != 0) {
                desiredChanges.add(new Desired(second(), after.key(), after.wanted(), change));
            }
        }
    }

    private void event(@Nullable ServiceEvents before, @Nullable ServiceEvents after) {
        if (after != null && !after.events().isEmpty()) {
            String message = after.events().getFirst().message();
            if (!message.equals(lastMessage)) { // thousands of targets come one after another
                lastMessage = message;
                lastPlain = plain(message);
            }
            moment(kind(lastPlain), after.serviceKey(), lastPlain);
        }
    }

    /// The launch made an AWS call.
    public void called(String name, String text) {
        moment(Kind.CALL, name, text);
    }

    private static Kind kind(String text) {
        return DEPLOYED.matcher(text).find() ? Kind.DEPLOYMENT : Kind.SERVICE;
    }

    private void activity(@Nullable ScalingActivity before, @Nullable ScalingActivity after) {
        if (before == null && after != null) {
            NotScaledReason reason = after.notScaled();
            String text = after.description() + " Cause: " + after.cause();
            moment(
                    Kind.SCALING,
                    after.resourceId(),
                    reason == null ? text : text + " Not scaled: " + reason.code().wireName());
        }
    }

    private void moment(Kind kind, String subject, String text) {
        int second = second();
        for (int i = moments.size() - 1; i >= 0; i--) {
            Moment last = moments.get(i);
            if (last.atSecond() != second) {
                break;
            }
            if (last.subject().equals(subject) && last.text().equals(text)) {
                moments.set(i, new Moment(kind, second, subject, text, last.count() + 1));
                return;
            }
        }
        moments.add(new Moment(kind, second, subject, text, 1));
    }

    /// A text without the identifiers that make equal things differ.
    static String plain(String text) {
        String noTasks = TASKS.matcher(text).replaceAll(".$1");
        String noTask = ONE_TASK.matcher(noTasks).replaceAll("(task) ");
        String noDeployment = DEPLOYMENT.matcher(noTask).replaceAll(" (deployment)");
        String noInstance = INSTANCE.matcher(noDeployment).replaceAll("(instance)");
        return GROUP.matcher(noInstance).replaceAll("$1").strip();
    }

    /// What happened, in order.
    public List<Moment> moments() {
        return List.copyOf(moments);
    }

    /// Changes of desired counts, in order.
    public List<Desired> desiredChanges() {
        return List.copyOf(desiredChanges);
    }

    /// How many tasks were created.
    public int createdTasks() {
        return created;
    }

    /// How many tasks stopped, by reason, the most frequent first.
    public SequencedMap<String, Integer> stops() {
        TreeMap<String, Integer> all = new TreeMap<>();
        stops.forEach((reason, count) -> all.merge(plain(reason), count, Integer::sum));
        SequencedMap<String, Integer> result = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                .forEach(entry -> result.put(entry.getKey(), entry.getValue()));
        return result;
    }
}
