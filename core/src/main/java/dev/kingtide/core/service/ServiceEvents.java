package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import dev.kingtide.core.Turn;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The last events of a service, newest first, in AWS's own texts (ECS developer guide,
/// service-event-messages; texts of starts, stops and targets as seen in published logs of 2025 and
/// 2026).
///
/// @param serviceKey whose
/// @param events at most 100
public record ServiceEvents(String serviceKey, List<ServiceEvent> events) implements Row {
    private static final int KEPT = 100;
    private static final int TASKS_PER_EVENT = 10;
    private static final long DUPLICATE_MILLIS = 6L * 3_600_000;

    /// One event.
    ///
    /// @param id a UUID
    /// @param atMillis when
    /// @param message AWS's text
    public record ServiceEvent(String id, long atMillis, String message) {}

    @Override
    public String key() {
        return serviceKey;
    }

    /// Adds an event `(service X) ...`.
    static void add(Turn turn, Service service, String text) {
        record(turn, service, "(service " + service.name() + ") " + text);
    }

    /// Adds an event `(service X) ...` unless the same was said in the last six hours (ECS
    /// developer guide, service-event-messages: duplicates are left out).
    static void addUnlessSaid(Turn turn, Service service, String text) {
        String message = "(service " + service.name() + ") " + text;
        ServiceEvents before = turn.world().services().events.get(service.key());
        long since = turn.nowMillis() - DUPLICATE_MILLIS;
        boolean said =
                before != null
                        && before.events.stream()
                                .takeWhile(event -> event.atMillis() > since)
                                .anyMatch(event -> event.message().equals(message));
        if (!said) {
            record(turn, service, message);
        }
    }

    /// Adds an event with its whole text.
    static void record(Turn turn, Service service, String message) {
        var table = turn.world().services().events;
        ServiceEvents before = table.get(service.key());
        List<ServiceEvent> kept = new ArrayList<>(KEPT);
        kept.add(new ServiceEvent(turn.ids().uuid(), turn.nowMillis(), message));
        if (before != null) {
            kept.addAll(before.events.subList(0, Math.min(before.events.size(), KEPT - 1)));
        }
        turn.put(table, new ServiceEvents(service.key(), Collections.unmodifiableList(kept)));
    }

    /// Tells which tasks were started, ten to an event; `replaced` of them for unhealthy ones.
    static void started(Turn turn, Service service, List<Task> tasks, int replaced) {
        for (int i = 0; i < tasks.size(); i += TASKS_PER_EVENT) {
            List<Task> part = tasks.subList(i, Math.min(tasks.size(), i + TASKS_PER_EVENT));
            int here = Math.min(part.size(), replaced - i);
            add(
                    turn,
                    service,
                    "has started "
                            + part.size()
                            + " tasks: "
                            + names(part)
                            + "."
                            + (here > 0
                                    ? " Amazon ECS replaced "
                                            + here
                                            + " tasks due to an unhealthy status."
                                    : ""));
        }
    }

    /// Tells which running tasks are being stopped, ten to an event.
    static void stopped(Turn turn, Service service, List<Task> tasks) {
        for (int i = 0; i < tasks.size(); i += TASKS_PER_EVENT) {
            List<Task> part = tasks.subList(i, Math.min(tasks.size(), i + TASKS_PER_EVENT));
            add(
                    turn,
                    service,
                    "has stopped " + part.size() + " running tasks: " + names(part) + ".");
        }
    }

    static String names(List<Task> tasks) {
        StringBuilder text = new StringBuilder();
        for (Task task : tasks) {
            text.append(text.isEmpty() ? "(task " : " (task ").append(task.id()).append(')');
        }
        return text.toString();
    }
}
