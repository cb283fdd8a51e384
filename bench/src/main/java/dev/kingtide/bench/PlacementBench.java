package dev.kingtide.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How many tasks a second find their place, beside CloudSim Plus and Netflix Fenzo on the same
/// work in the same run.
///
/// Every round lets each of them place the same tasks, one by one, on an empty fleet; the CPU
/// seconds are the whole process's, collector and compiler included. A peer places fewer tasks, as
/// it needs seconds where Kingtide needs none; a figure is placements per CPU second, the median of
/// the rounds.
public final class PlacementBench {
    private static final int MACHINES = 10_000;
    private static final int ROUNDS = 3;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private PlacementBench() {}

    /// How many tasks one of them is given.
    private record Entry(Contender contender, int tasks) {}

    /// Runs everything; with the argument `alone` only Kingtide.
    public static void main(String[] args) {
        boolean alone = args.length > 0 && args[0].equals("alone");
        capacity();
        if (!alone) {
            List<Entry> entries =
                    List.of(
                            new Entry(new KingtidePlacement(), 20_000),
                            new Entry(new CloudSimPlacement(), 500),
                            new Entry(new FenzoPlacement(), 200));
            compare("memory bin-packing, no constraints", false, entries);
            compare("mixed strategies and constraints", true, entries);
            entries.forEach(entry -> entry.contender().close());
        }
    }

    /// Kingtide alone, over fleets of growing size.
    private static void capacity() {
        System.out.println(
                "Kingtide alone: placements per CPU second, mixed strategies and constraints");
        System.out.println("machines      tasks  placed   CPU s  placements/CPU-s");
        KingtidePlacement kingtide = new KingtidePlacement();
        measure(kingtide, PlacementWork.mixed(MACHINES, 100_000)); // warms up
        for (int machines : new int[] {100, 1_000, MACHINES, 10 * MACHINES}) {
            PlacementWork work = PlacementWork.mixed(machines, Math.min(100_000, machines * 10));
            int repeats = 100_000 / work.tasks().size(); // small fleets take too little time
            double[] seconds = new double[ROUNDS];
            int placed = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int again = 0; again < repeats; again++) {
                    kingtide.prepare(work);
                    double before = cpuSeconds();
                    placed = kingtide.place(work);
                    seconds[round] += cpuSeconds() - before;
                }
            }
            double median = median(seconds);
            System.out.printf(
                    Locale.ROOT,
                    "%,8d  %,9d  %,6d  %6.3f  %,16.0f%n",
                    machines,
                    work.tasks().size(),
                    placed,
                    median / repeats,
                    work.tasks().size() * repeats / median);
        }
    }

    private static void compare(String title, boolean mixed, List<Entry> entries) {
        System.out.printf(Locale.ROOT, "%n%s, %,d machines%n", title, MACHINES);
        System.out.println(
                "                          tasks  placed  placements/CPU-s  Kingtide's multiple");
        List<double[]> rates = new ArrayList<>();
        int[] placed = new int[entries.size()];
        entries.forEach(entry -> rates.add(new double[ROUNDS]));
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                PlacementWork work = work(mixed, entry.tasks());
                entry.contender().prepare(work);
                double before = cpuSeconds();
                placed[i] = entry.contender().place(work);
                double rate = work.tasks().size() / (cpuSeconds() - before);
                if (round >= 0) { // the first warms up
                    rates.get(i)[round] = rate;
                }
            }
        }
        double own = median(rates.getFirst());
        for (int i = 0; i < entries.size(); i++) {
            double rate = median(rates.get(i));
            System.out.printf(
                    Locale.ROOT,
                    "%-22s  %,7d  %,6d  %,16.0f  %,18.0f%n",
                    entries.get(i).contender().name(),
                    entries.get(i).tasks(),
                    placed[i],
                    rate,
                    own / rate);
        }
    }

    private static PlacementWork work(boolean mixed, int tasks) {
        return mixed
                ? PlacementWork.mixed(MACHINES, tasks)
                : PlacementWork.packing(MACHINES, tasks);
    }

    private static void measure(Contender contender, PlacementWork work) {
        contender.prepare(work);
        contender.place(work);
    }

    private static double cpuSeconds() {
        return PROCESS.getProcessCpuTime() / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
