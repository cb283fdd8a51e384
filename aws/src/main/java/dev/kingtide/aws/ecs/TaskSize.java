package dev.kingtide.aws.ecs;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The task-level `cpu` and `memory` of a task definition: units and MiB, or vCPU and GB in words
/// (ECS API reference, RegisterTaskDefinition).
///
/// @param cpuUnits 1024 to a vCPU, 0 when not given
/// @param memoryMib 0 when not given
record TaskSize(int cpuUnits, int memoryMib) {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]*\\.?[0-9]+) ?([a-z]*)");
    private static final BigDecimal UNITS = BigDecimal.valueOf(1024);
    private static final int LEAST_CPU = 128;
    private static final int MOST_CPU = 196_608;

    /// Reads both.
    static TaskSize of(@Nullable String cpu, @Nullable String memory) {
        int units = cpu == null || cpu.isEmpty() ? 0 : amount(cpu, "vcpu", "cpu");
        int mib = memory == null || memory.isEmpty() ? 0 : amount(memory, "gb", "memory");
        if (units != 0 && (units < LEAST_CPU || units > MOST_CPU)) {
            throw EcsErrors.taskSetting("cpu");
        }
        return new TaskSize(units, mib);
    }

    private static int amount(String text, String unit, String setting) {
        Matcher matcher = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches() || text.length() > 12) {
            throw EcsErrors.taskSetting(setting);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String word = matcher.group(2);
        boolean large = word.equals(unit);
        BigDecimal amount = large ? number.multiply(UNITS) : number;
        boolean whole = amount.stripTrailingZeros().scale() <= 0;
        if (!(large || word.isEmpty())
                || !whole
                || amount.signum() <= 0
                || amount.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw EcsErrors.taskSetting(setting);
        }
        return amount.intValueExact();
    }
}
