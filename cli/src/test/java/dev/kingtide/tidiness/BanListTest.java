package dev.kingtide.tidiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BanListTest {
    private static final List<String> BANNED =
            List.of(
                    "java.time.Instant.now()",
                    "java.time.LocalDate.now(java.time.ZoneOffset.UTC)",
                    "java.time.Clock.systemUTC()",
                    "java.time.InstantSource.system()",
                    "System.nanoTime()",
                    "System.currentTimeMillis()",
                    "(java.util.function.LongSupplier) System::nanoTime",
                    "new java.util.Date()",
                    "java.util.Calendar.getInstance()",
                    "java.time.ZoneId.systemDefault()",
                    "java.util.TimeZone.getDefault()",
                    "System.out",
                    "System.getenv(\"HOME\")",
                    "System.getProperty(\"user.dir\")",
                    "Runtime.getRuntime()",
                    "new ProcessBuilder()",
                    "new java.net.Socket()",
                    "java.net.InetAddress.getLocalHost()",
                    "java.nio.channels.Selector.open()",
                    "new java.io.FileInputStream(\"a\")",
                    "new java.io.File(\"a\")",
                    "java.util.UUID.randomUUID()",
                    "Math.random()",
                    "Math.pow(2, 0.5)",
                    "new java.util.Random()",
                    "new java.util.SplittableRandom()",
                    "java.util.random.RandomGenerator.getDefault()",
                    "new java.security.SecureRandom()",
                    "(java.util.function.Consumer<List<String>>) Collections::shuffle",
                    "java.util.concurrent.ThreadLocalRandom.current()",
                    "Thread.ofVirtual()",
                    "new ThreadLocal<String>()",
                    "new java.util.Timer()",
                    "java.util.concurrent.Executors.newCachedThreadPool()",
                    "new java.util.concurrent.ConcurrentHashMap<String, String>()",
                    "List.of().parallelStream()",
                    "java.util.stream.IntStream.of().parallel()",
                    "(java.util.function.Consumer<int[]>) Arrays::parallelSort",
                    "System.identityHashCode(\"\")",
                    "new java.util.IdentityHashMap<String, String>()",
                    "Set.copyOf(List.of())",
                    "Map.copyOf(Map.of())",
                    "Map.ofEntries()",
                    "Map.of(1, 2, 3, 4)",
                    "Set.of(1, 2)",
                    "Set.of(new Integer[0])",
                    "Collectors.toSet()",
                    "Collectors.toUnmodifiableMap(a -> a, a -> a)",
                    "Collectors.toMap(a -> a, a -> a)",
                    "Collectors.toMap(a -> a, a -> a, (a, b) -> a)",
                    "Collectors.groupingBy(a -> a)",
                    "Collectors.groupingBy(a -> a, Collectors.counting())",
                    "new java.util.HashMap<String, String>()",
                    "java.util.HashSet.newHashSet(1)",
                    "(java.util.function.Supplier<Object>) java.util.HashSet::new",
                    "java.nio.file.Path.of(\"a\")");

    private static final List<String> ALLOWED =
            List.of(
                    "java.time.Instant.ofEpochMilli(0)",
                    "new java.util.Random(1)",
                    "java.net.URI.create(\"a:b\")",
                    "java.util.concurrent.TimeUnit.SECONDS",
                    "new java.util.concurrent.ConcurrentSkipListMap<String, String>()",
                    "new java.util.LinkedHashMap<String, String>()",
                    "new java.util.TreeSet<String>()",
                    "Map.of()",
                    "Map.of(1, 2)",
                    "Set.of(1)",
                    "List.of(1, 2, 3)",
                    "Collectors.toMap(a -> a, a -> a, (a, b) -> a, java.util.TreeMap::new)",
                    "Collectors.groupingBy(a -> a, java.util.TreeMap::new, Collectors.toList())",
                    "Collectors.partitioningBy(a -> true)");

    @TempDir private Path directory;

    @Test
    void core_aws_and_rehearsal_use_nothing_that_is_banned() {
        assertThat(BanList.violations(KingtideClasses.all(), BanList.MAY_HASH.keySet())).isEmpty();
    }

    @Test
    void every_allowance_to_hash_is_used_and_has_a_reason() {
        var violations = BanList.violations(KingtideClasses.all(), Set.of());
        BanList.MAY_HASH.forEach((type, reason) -> {
            assertThat(violations).anyMatch(violation -> violation.startsWith(type + " "));
            assertThat(reason).isNotBlank();
        });
    }

    @Test
    void each_banned_use_is_reported_and_each_row_has_one() {
        var violations = BanList.violations(uses("core.time", BANNED), Set.of());
        for (int index = 0; index < BANNED.size(); index++) {
            var name = "dev.kingtide.core.time.Use" + index + " ";
            assertThat(violations)
                    .as(BANNED.get(index))
                    .anyMatch(violation -> violation.startsWith(name));
        }
        var used =
                violations.stream()
                        .map(violation -> violation.replaceFirst(".* uses (.*): .*", "$1"))
                        .toList();
        for (var row : BanList.EVERYWHERE) {
            assertThat(used).as(row.toString()).anyMatch(row.name().asMatchPredicate());
        }
    }

    @Test
    void what_keeps_its_order_and_its_seed_is_allowed() {
        assertThat(BanList.violations(uses("core.time", ALLOWED), Set.of())).isEmpty();
    }

    @Test
    void outside_the_three_modules_nothing_is_banned() {
        var clock = List.of("System.nanoTime()");
        assertThat(BanList.violations(uses("cli", clock), Set.of())).isEmpty();
        assertThat(BanList.violations(uses("corebench", clock), Set.of())).isEmpty();
    }

    @Test
    void an_allowed_class_may_hash_and_no_more() {
        var classes =
                uses(
                        "aws",
                        List.of("new java.util.HashMap<String, String>()", "System.nanoTime()"));
        var allowed = Set.of("dev.kingtide.aws.Use0", "dev.kingtide.aws.Use1");
        assertThat(BanList.violations(classes, allowed))
                .containsExactly(
                        "dev.kingtide.aws.Use1 uses java.lang.System#nanoTime:"
                                + " time is an argument");
    }

    @Test
    void only_the_loader_reads_files_and_nobody_above_the_line_writes_them() {
        var read = List.of("java.nio.file.Files.readString(java.nio.file.Path.of(\"a\"))");
        var write = List.of("java.nio.file.Files.createFile(java.nio.file.Path.of(\"a\"))");
        assertThat(BanList.violations(uses("rehearsal", read), Set.of())).hasSize(1);
        assertThat(BanList.violations(uses("rehearsal.launch", read), Set.of())).isEmpty();
        assertThat(BanList.violations(uses("rehearsal.launch", write), Set.of())).hasSize(1);
        assertThat(BanList.violations(uses("aws", read), Set.of())).isNotEmpty();
    }

    /// One class `Use<i>` in the package for each expression.
    private JavaClasses uses(String packageName, List<String> expressions) {
        var sources = new ArrayList<String>();
        for (int index = 0; index < expressions.size(); index++) {
            sources.add(
                    """
                    package dev.kingtide.%s;
                    import java.util.*;
                    import java.util.stream.Collectors;
                    class Use%d {
                        Object use() throws Exception {
                            return %s;
                        }
                    }
                    """
                            .formatted(packageName, index, expressions.get(index)));
        }
        return Snippets.compiled(directory, packageName, sources);
    }
}
