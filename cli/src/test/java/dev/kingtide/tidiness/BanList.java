package dev.kingtide.tidiness;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What may not be used where one seed must give one answer: in core, aws and rehearsal.
///
/// A row is a pattern over the names of what a class uses: a type (`java.util.Timer`), a field
/// (`java.lang.System#out`), or a method that is called or referred to, with its parameters
/// (`java.util.Map#of java.lang.Object,java.lang.Object`).
final class BanList {
    /// Classes that may construct a hash map or set, each with the reason why its order reaches no
    /// result.
    static final Map<String, String> MAY_HASH =
            Map.of(
                    "dev.kingtide.aws.codec.Schemas",
                    "members are looked up by name, and gone through in AWS's order");

    private static final String TIME = "time is an argument";
    private static final String CHANCE = "chance is an argument (Dice)";
    private static final String LAST_DIGIT = "its last digit differs by machine (StrictMath)";
    private static final String IDS = "ids are an argument (Ids)";
    private static final String THREADS = "one thread decides";
    private static final String ORDER = "its order differs from run to run";
    private static final String OUTSIDE = "the process and its surroundings are not ours";
    private static final String FILES = "files are read in rehearsal.launch and written in cli";

    record Row(Pattern name, String reason) {}

    static final List<Row> EVERYWHERE =
            List.of(
                    row("java.time.+#now.*", TIME),
                    row("java.time.Clock#(system|tick).*", TIME),
                    row("java.time.InstantSource#system", TIME),
                    row("java.lang.System#(nanoTime|currentTimeMillis)", TIME),
                    row("java.util.(Date|GregorianCalendar)#<init>", TIME),
                    row("java.util.Calendar#getInstance.*", TIME),
                    row("java.time.ZoneId#systemDefault", OUTSIDE),
                    row("java.util.TimeZone#getDefault", OUTSIDE),
                    row("java.lang.System#(in|out|err|console|exit.*|getenv.*|getProp.*)", OUTSIDE),
                    row("java.lang.(Runtime|ProcessBuilder|ProcessHandle)", OUTSIDE),
                    row("java.net.(?!(URI|URISyntaxException|URL(En|De)coder)\\b).+", OUTSIDE),
                    row("java.nio.channels.+", OUTSIDE),
                    row("java.io.(File.*|RandomAccessFile)", FILES),
                    row("java.util.UUID#randomUUID", IDS),
                    row("java.lang.(Math|StrictMath)#random", CHANCE),
                    row(
                            "java.lang.Math#(exp|expm1|log|log10|log1p|pow|sin|cos|tan) .*",
                            LAST_DIGIT),
                    row("java.util.(Random|SplittableRandom)#<init>", CHANCE),
                    row("java.util.Collections#shuffle java.util.List", CHANCE),
                    row("java.util.random.RandomGenerator#(of|getDefault).*", CHANCE),
                    row("java.security.SecureRandom", CHANCE),
                    row("java.lang.(Thread|ThreadLocal|InheritableThreadLocal)", THREADS),
                    row("java.util.Timer", THREADS),
                    // The map is sorted, and what it caches is the same whoever asks first.
                    row("java.util.concurrent.(?!(TimeUnit|ConcurrentSkipListMap)\\b).+", THREADS),
                    row("java.util.+#(parallel|parallelStream)", THREADS),
                    row("java.util.Arrays#parallel.*", THREADS),
                    row("java.lang.System#identityHashCode.*", ORDER),
                    row("java.util.(IdentityHashMap|WeakHashMap|Hashtable|Properties)", ORDER),
                    row("java.util.(Map|Set)#copyOf.*", ORDER),
                    row("java.util.Map#ofEntries.*", ORDER),
                    row("java.util.Map#of (.+,){2,}.+", ORDER),
                    row("java.util.Set#of (.+,.+|\\[.+)", ORDER),
                    row("java.util.stream.Collectors#to(Unmodifiable)?Set", ORDER),
                    row("java.util.stream.Collectors#toUnmodifiableMap.*", ORDER),
                    row("java.util.stream.Collectors#toMap [^,]+(,[^,]+){1,2}", ORDER),
                    row("java.util.stream.Collectors#groupingBy [^,]+(,[^,]+)?", ORDER));

    private static final List<Row> HASHES =
            List.of(row("java.util.(HashMap|HashSet)#(<init>|newHash).*", ORDER));

    private static final List<Row> CORE_AND_AWS = List.of(row("java.nio.file.+", FILES));

    private static final List<Row> REHEARSAL = List.of(row("java.nio.file.Files", FILES));

    private static final List<Row> LAUNCH =
            List.of(
                    row(
                            "java.nio.file.Files#(?!read|newInputStream|newBufferedReader|lines"
                                    + "|size|exists|isDirectory|isRegularFile|isReadable).+",
                            FILES));

    private BanList() {}

    /// One line for each use: where, what, and why not.
    static List<String> violations(JavaClasses classes, Set<String> mayHash) {
        var violations = new TreeSet<String>();
        for (var type : classes) {
            var rows = rows(type.getPackageName());
            if (!rows.isEmpty() && !mayHash.contains(type.getName())) {
                rows.addAll(HASHES);
            }
            for (var row : rows) {
                for (var used : used(type)) {
                    if (row.name.matcher(used).matches()) {
                        violations.add(type.getName() + " uses " + used + ": " + row.reason);
                    }
                }
            }
        }
        return List.copyOf(violations);
    }

    private static List<Row> rows(String packageName) {
        var rows = new ArrayList<Row>();
        if (isIn(packageName, "core") || isIn(packageName, "aws")) {
            rows.addAll(CORE_AND_AWS);
        } else if (isIn(packageName, "rehearsal.launch")) {
            rows.addAll(LAUNCH);
        } else if (isIn(packageName, "rehearsal")) {
            rows.addAll(REHEARSAL);
        } else {
            return rows;
        }
        rows.addAll(EVERYWHERE);
        return rows;
    }

    private static boolean isIn(String packageName, String parent) {
        return (packageName + ".").startsWith("dev.kingtide." + parent + ".");
    }

    private static Set<String> used(JavaClass type) {
        var used = new TreeSet<String>();
        for (var dependency : type.getDirectDependenciesFromSelf()) {
            used.add(dependency.getTargetClass().getBaseComponentType().getName());
        }
        for (var access : type.getAccessesFromSelf()) {
            used.add(name(access));
        }
        return used;
    }

    private static String name(JavaAccess<?> access) {
        var target = access.getTarget();
        var name = target.getOwner().getName() + "#" + target.getName();
        if (target instanceof CodeUnitAccessTarget method) {
            var parameters = method.getRawParameterTypes().stream().map(JavaClass::getName);
            return (name + " " + parameters.collect(joining(","))).strip();
        }
        return name;
    }

    private static Row row(String name, String reason) {
        return new Row(Pattern.compile(name), reason);
    }
}
