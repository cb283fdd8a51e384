package dev.kingtide.cli;

import dev.kingtide.aws.ecs.FargateSizes;
import dev.kingtide.cli.Questions.Question;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The questions of `kingtide init`, in order, with their defaults and what each takes.
final class Interview {
    private static final String NONE = "none";
    private static final List<String> VCPUS = List.of("0.25", "0.5", "1", "2", "4", "8", "16");
    private static final int GIB = 1024;
    private static final int MEMORY_GIB_MAX = 120;

    private final Questions ask;
    private final InitOptions options;

    Interview(Questions ask, InitOptions options) {
        this.ask = ask;
        this.options = options;
    }

    /// The answers; [Questions#problems] has what options say that cannot be used.
    ///
    /// @param usualName the name where none is given
    Answers answers(String usualName) {
        String name = ask.ask(name(), options.name, usualName);
        String plan = ask.ask(plan(), options.terraform, NONE);
        ZoneId zone = ask.ask(zone(), options.zone, ZoneId.systemDefault().getId());
        LocalDateTime sale =
                ask.ask(
                        moment(zone),
                        options.sale,
                        LocalDate.now(zone).plusWeeks(1).atTime(LocalTime.of(20, 0)).toString());
        double peak =
                ask.ask(
                        number("--peak", "Requests per second at the peak?", 1, 5_000_000),
                        options.peak,
                        "1000");
        int rise =
                ask.ask(
                        whole("--rise", "Seconds until the peak is reached?", 0, 3_600),
                        options.rise,
                        "60");
        double cpuMillis =
                ask.ask(
                        number("--cpu-millis", "CPU ms of a request on one vCPU?", 0.001, 1e6),
                        options.cpuMillis,
                        "20");
        double image =
                ask.ask(
                        number("--image", "MiB of the image, compressed?", 0, 1e6),
                        options.image,
                        "300");
        Answers.Tasks tasks = plan.equals(NONE) ? tasks() : noTasks();
        return new Answers(
                name,
                plan.equals(NONE) ? null : plan,
                sale,
                zone,
                peak,
                rise,
                cpuMillis,
                image,
                tasks);
    }

    private Answers.Tasks tasks() {
        int count = ask.ask(whole("--tasks", "Tasks beforehand?", 1, 5_000), options.tasks, "4");
        int cpuUnits = ask.ask(vcpu(), options.vcpu, "1");
        List<String> sizes = memories(cpuUnits);
        String usual = sizes.contains("2") ? "2" : sizes.getFirst();
        int memoryMib = ask.ask(memory(sizes), options.memory, usual);
        return new Answers.Tasks(count, cpuUnits, memoryMib);
    }

    /// Terraform says how many and how big, so options must not.
    private Answers.Tasks noTasks() {
        ask.refuse("--tasks", options.tasks, "no such option beside --from-terraform");
        ask.refuse("--vcpu", options.vcpu, "no such option beside --from-terraform");
        ask.refuse("--memory", options.memory, "no such option beside --from-terraform");
        return new Answers.Tasks(1, GIB, 2 * GIB);
    }

    private static Question<String> name() {
        return new Question<>(
                "--name", "What is launched?", "a name", text -> text.isEmpty() ? null : text);
    }

    private static Question<String> plan() {
        return new Question<>(
                "--from-terraform",
                "Services from a plan or state of Terraform, as JSON?",
                "a file that is there and ends in .json, or none",
                text -> text.equals(NONE) || isPlan(text) ? text : null);
    }

    private static boolean isPlan(String file) {
        try {
            Path path = Path.of(file);
            return file.endsWith(".json") && Files.isRegularFile(path) && Files.isReadable(path);
        } catch (InvalidPathException bad) {
            return false;
        }
    }

    private static Question<ZoneId> zone() {
        return new Question<>(
                "--time-zone",
                "In which time zone?",
                "a time zone such as Europe/Berlin",
                text -> {
                    try {
                        return ZoneId.of(text);
                    } catch (DateTimeException bad) {
                        return null;
                    }
                });
    }

    private static Question<LocalDateTime> moment(ZoneId zone) {
        return new Question<>(
                "--sale",
                "When does it go on sale?",
                "a date and time such as 2026-12-04T20:00 that exists in " + zone,
                text -> moment(text, zone));
    }

    private static @Nullable LocalDateTime moment(String text, ZoneId zone) {
        try {
            LocalDateTime moment = LocalDateTime.parse(text.replace(' ', 'T'));
            LocalDateTime start = moment.minusMinutes(LaunchTemplate.LEAD_MINUTES);
            boolean exists =
                    !zone.getRules().getValidOffsets(moment).isEmpty()
                            && !zone.getRules().getValidOffsets(start).isEmpty();
            return exists ? moment : null;
        } catch (DateTimeException bad) {
            return null;
        }
    }

    private static Question<Double> number(String option, String words, double least, double most) {
        return new Question<>(
                option,
                words,
                "a number from " + plain(least) + " to " + plain(most),
                text -> {
                    try {
                        double value = Double.parseDouble(text);
                        return value >= least && value <= most ? (Double) value : null;
                    } catch (NumberFormatException bad) {
                        return null;
                    }
                });
    }

    private static Question<Integer> whole(String option, String words, int least, int most) {
        return new Question<>(
                option,
                words,
                "a whole number from " + least + " to " + most,
                text -> {
                    try {
                        int value = Integer.parseInt(text);
                        return value >= least && value <= most ? (Integer) value : null;
                    } catch (NumberFormatException bad) {
                        return null;
                    }
                });
    }

    private static Question<Integer> vcpu() {
        return new Question<>(
                "--vcpu",
                "vCPU of a task on Fargate?",
                "one of " + String.join(", ", VCPUS),
                text ->
                        VCPUS.contains(text)
                                ? (Integer) (int) (Double.parseDouble(text) * 1024)
                                : null);
    }

    private static Question<Integer> memory(List<String> sizes) {
        return new Question<>(
                "--memory",
                "GB of memory of a task?",
                "one of " + String.join(", ", sizes),
                text ->
                        sizes.contains(text)
                                ? (Integer) (int) (Double.parseDouble(text) * GIB)
                                : null);
    }

    /// The sizes of memory that Fargate has for a size of CPU, in GB.
    private static List<String> memories(int cpuUnits) {
        List<String> sizes = new ArrayList<>();
        for (int mib = GIB / 2; mib <= MEMORY_GIB_MAX * GIB; mib += GIB / 2) {
            if (FargateSizes.has(cpuUnits, mib)) {
                sizes.add(plain(mib / (double) GIB));
            }
        }
        return sizes;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
