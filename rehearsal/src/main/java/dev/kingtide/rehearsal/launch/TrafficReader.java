package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Sources;
import dev.kingtide.rehearsal.traffic.AccessLogs;
import dev.kingtide.rehearsal.traffic.Demand;
import dev.kingtide.rehearsal.traffic.Sentence;
import dev.kingtide.rehearsal.traffic.Shape;
import dev.kingtide.rehearsal.traffic.Stages;
import dev.kingtide.rehearsal.traffic.Trace;
import dev.kingtide.rehearsal.traffic.Trace.AfterEnd;
import dev.kingtide.rehearsal.traffic.TraceReader;
import dev.kingtide.rehearsal.traffic.TraceReader.Columns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `traffic` of a launch: one source, or a list of sources that add up.
final class TrafficReader {
    private static final double RATE_MAX = 10_000_000;
    private static final List<String> KINDS =
            List.of("file", "accessLogs", "shape", "words", "stages");
    private static final List<String> SHAPES = List.of("constant", "ramp", "spike", "daily");

    private final Sources sources;
    private final Moments moments;
    private final List<String> notes = new ArrayList<>();

    TrafficReader(Sources sources, Moments moments) {
        this.sources = sources;
        this.moments = moments;
    }

    Demand read(Section traffic) {
        double scale = traffic.number("scale", 0, 1_000_000, 1);
        int shift = traffic.integer("shiftSeconds", -86_400, 86_400, 0);
        List<Demand.Source> all = new ArrayList<>();
        if (traffic.has("sources")) {
            for (Section one : traffic.items("sources")) {
                double share = one.number("scale", 0, 1_000_000, 1);
                add(all, one, share);
                one.done();
            }
        } else {
            add(all, traffic, 1);
        }
        Demand whole = Demand.sum(all, moments.lengthSeconds(), scale, shift);
        Demand demand = whole.between(from(traffic), to(traffic));
        traffic.done();
        if (sources.problems().none() && demand.total() <= 0) {
            sources.problems()
                    .add(
                            traffic.place(),
                            "no request in the whole launch",
                            "check scale and moments");
        }
        return demand;
    }

    /// What was left out of the files, a line each.
    List<String> notes() {
        return List.copyOf(notes);
    }

    /// The second in which the first people come.
    private int from(Section traffic) {
        return traffic.has("from") && !isRamp(traffic) ? (int) second(traffic, "from") : 0;
    }

    /// The second from which nobody comes any more.
    private int to(Section traffic) {
        return traffic.has("to") && !isRamp(traffic)
                ? (int) second(traffic, "to")
                : moments.lengthSeconds();
    }

    /// A ramp has moments of the same names, and means its slope by them.
    private static boolean isRamp(Section traffic) {
        return traffic.text("shape", "").equals("ramp");
    }

    private void add(List<Demand.Source> all, Section one, double scale) {
        List<String> given = KINDS.stream().filter(one::has).toList();
        if (given.size() != 1) {
            sources.problems()
                    .add(
                            one.place(),
                            given.isEmpty()
                                    ? one.path("file") + " or shape is missing"
                                    : one.path(given.getFirst())
                                            + " and "
                                            + given.get(1)
                                            + " are both given",
                            "expected a trace (file: requests.csv), access logs (accessLogs: logs),"
                                    + " words (words: 200 rps), a load test (stages: k6.json) or"
                                    + " one of the shapes "
                                    + String.join(", ", SHAPES));
            return;
        }
        Demand.Source source =
                switch (given.getFirst()) {
                    case "file" -> trace(one);
                    case "accessLogs" -> accessLogs(one);
                    case "words" -> words(one);
                    case "stages" -> stages(one);
                    default -> shape(one);
                };
        if (source != null) {
            all.add(
                    scale == 1
                            ? source
                            : perSecond -> {
                                double[] own = new double[perSecond.length];
                                source.addTo(own);
                                for (int i = 0; i < own.length; i++) {
                                    perSecond[i] += scale * own[i];
                                }
                            });
        }
    }

    private Demand.@Nullable Source trace(Section one) {
        String file = one.text("file", "");
        String time = one.text("timeColumn", "");
        String count = one.text("countColumn", "");
        long interval = one.whole("intervalSeconds", 1, 86_400, 0) * 1000;
        ByteBuffer bytes = sources.bytes(file, one.place("file"));
        Trace trace =
                bytes == null
                        ? null
                        : TraceReader.read(
                                file,
                                bytes,
                                new Columns(time, count, interval),
                                sources.problems());
        return part(one, "file", trace);
    }

    private Demand.@Nullable Source accessLogs(Section one) {
        AccessLogs logs = new AccessLogs(one.text("targetGroup", ""), sources.problems());
        int before = sources.problems().list().size();
        sources.each(one.text("accessLogs", ""), one.place("accessLogs"), logs::read);
        boolean whole = sources.problems().list().size() == before;
        Trace trace = whole ? logs.trace(one.place("accessLogs")) : null;
        logs.notes().forEach(note -> notes.add(one.path("accessLogs") + ": " + note));
        return part(one, "accessLogs", trace);
    }

    /// The part of a trace that the launch is about.
    private Demand.@Nullable Source part(Section one, String key, @Nullable Trace trace) {
        int from = one.integer("fromSecond", 0, 1_000_000_000, 0);
        AfterEnd after =
                one.choice(
                        "afterEnd",
                        AfterEnd.class,
                        a -> a.name().toLowerCase(Locale.ROOT),
                        AfterEnd.ZERO);
        if (trace == null) {
            return null;
        }
        long covered = trace.lengthMillis() - from * 1000L;
        if (covered <= 0) {
            one.problem(
                    "fromSecond",
                    Integer.toString(from),
                    "less than the " + trace.lengthMillis() / 1000 + " s of the trace");
        } else if (covered < moments.lengthSeconds() * 1000L && !one.has("afterEnd")) {
            sources.problems()
                    .add(
                            one.place(key),
                            "the trace lasts "
                                    + covered / 1000
                                    + " s, the launch "
                                    + moments.lengthSeconds()
                                    + " s",
                            "say what comes after it (afterEnd: zero, hold or repeat), or shorten"
                                    + " length");
        }
        return trace.from(from * 1000L, 1, after);
    }

    private Demand.@Nullable Source words(Section one) {
        String words = one.text("words", "");
        return switch (Sentence.read(words, this::secondOf)) {
            case Sentence.Reading.Good(var source) -> source;
            case Sentence.Reading.Bad(var found) -> {
                sources.problems()
                        .add(
                                one.place("words"),
                                one.path("words") + ": " + found,
                                "expected words " + Sentence.FORMS);
                yield null;
            }
        };
    }

    private Demand.@Nullable Source stages(Section one) {
        String file = one.text("stages", "");
        double perUser = one.number("requestsPerSecondPerUser", 0, 1_000, 0);
        ByteBuffer bytes = sources.bytes(file, one.place("stages"));
        Node root =
                bytes == null
                        ? null
                        : Json.read(
                                file,
                                StandardCharsets.UTF_8.decode(bytes.duplicate()).toString(),
                                sources.problems());
        return root == null ? null : Stages.read(root, perUser, sources.problems());
    }

    private double secondOf(String moment) {
        Long millis = moments.at(moment);
        return millis == null ? Double.NaN : (millis - moments.startMillis()) / 1000.0;
    }

    private Demand.@Nullable Source shape(Section one) {
        String shape = one.text("shape", "", SHAPES);
        return switch (shape) {
            case "constant" -> new Shape.Constant(rate(one, "requestsPerSecond"));
            case "ramp" -> {
                double from = second(one, "from");
                double to = second(one, "to");
                if (to < from) {
                    one.problem("to", "before from", "a later moment");
                }
                yield new Shape.Ramp(
                        from,
                        Math.max(to, from),
                        rate(one, "fromRequestsPerSecond"),
                        rate(one, "toRequestsPerSecond"));
            }
            case "spike" ->
                    new Shape.Spike(
                            second(one, "at"),
                            rate(one, "peakRequestsPerSecond"),
                            one.number("riseSeconds", 0, 86_400, 1),
                            one.number("holdSeconds", 0, 864_000, 60),
                            one.number("halfLifeSeconds", 0.1, 864_000, 300));
            case "daily" ->
                    new Shape.Daily(
                            rate(one, "lowRequestsPerSecond"),
                            rate(one, "highRequestsPerSecond"),
                            second(one, "highAt"));
            default -> {
                sources.problems().unknown(one.place("shape"), "shape", shape, SHAPES);
                askAll(one);
                yield null;
            }
        };
    }

    /// Asks for every key that a shape may have, so that an unknown shape is one problem.
    private static void askAll(Section one) {
        List.of(
                        "from",
                        "to",
                        "at",
                        "highAt",
                        "requestsPerSecond",
                        "fromRequestsPerSecond",
                        "toRequestsPerSecond",
                        "peakRequestsPerSecond",
                        "lowRequestsPerSecond",
                        "highRequestsPerSecond",
                        "riseSeconds",
                        "holdSeconds",
                        "halfLifeSeconds")
                .forEach(one::take);
    }

    private double rate(Section one, String key) {
        if (!one.has(key)) {
            missing(one, key, "requests per second, such as 250");
        }
        return one.given(key, 0, RATE_MAX);
    }

    private double second(Section one, String key) {
        long at = one.read(key, moments.startMillis(), Moments.FORMS, moments::at);
        Node node = one.take(key);
        if (node == null) {
            missing(one, key, Moments.FORMS);
            return 0;
        }
        boolean begins = key.equals("at") || key.equals("from");
        if (begins && at >= moments.startMillis() + moments.lengthSeconds() * 1000L) {
            one.problem(
                    key,
                    Values.show(node),
                    "a moment before the end of the run: " + moments.span());
        }
        return (at - moments.startMillis()) / 1000.0;
    }

    private void missing(Section one, String key, String expected) {
        sources.problems().add(one.place(), one.path(key) + " is missing", "expected " + expected);
    }
}
