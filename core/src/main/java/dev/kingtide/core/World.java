package dev.kingtide.core;

import dev.kingtide.core.admission.AdmissionTables;
import dev.kingtide.core.cluster.ClusterTables;
import dev.kingtide.core.metrics.MetricTables;
import dev.kingtide.core.placement.PlacementTables;
import dev.kingtide.core.scaling.AlarmsInSight;
import dev.kingtide.core.scaling.ScalingTables;
import dev.kingtide.core.service.ServiceTables;
import dev.kingtide.core.tag.TagTables;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.time.Ids;
import dev.kingtide.core.time.Timers;
import dev.kingtide.core.traffic.TrafficTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// All state of one account in one region: tables of immutable records, each subject's tables
/// together.
///
/// A World knows no clock and draws no chance of its own; a [Turn] is the only way to change it.
public final class World {
    private final Scope scope;
    private final Ids ids;
    private final Dice dice;
    private final Timers timers = new Timers();
    private final TaskTables tasks = new TaskTables();
    private final SortedMap<String, String> adoptedIds = new TreeMap<>();
    private final TrafficTables traffic = new TrafficTables();
    private final MetricTables metrics = new MetricTables();
    private final ScalingTables scaling;
    private final ClusterTables clusters = new ClusterTables();
    private final AdmissionTables admission = new AdmissionTables();
    private final PlacementTables placement = new PlacementTables(tasks.table, clusters.instances);
    private final ServiceTables services;
    private final TagTables tags = new TagTables();

    /// An empty World; the seed decides every identifier and every draw.
    public World(Scope scope, long seed) {
        this.scope = scope;
        this.ids = new Ids(seed, 0);
        this.dice = new Dice(seed);
        this.scaling = new ScalingTables(scope);
        this.services = new ServiceTables(new AlarmsInSight(scaling));
    }

    /// The account and region.
    public Scope scope() {
        return scope;
    }

    /// Every table, in the order in which a store's rows can be taken back.
    public List<Table<?>> tables() {
        List<Table<?>> all = new ArrayList<>();
        all.addAll(admission.all());
        all.add(tags.table);
        all.addAll(clusters.all());
        all.addAll(tasks.all());
        all.addAll(services.all());
        all.addAll(traffic.all());
        all.addAll(metrics.all());
        all.addAll(scaling.all());
        all.addAll(timers.all());
        return all;
    }

    /// New identifiers; only a turn takes them.
    public Ids ids() {
        return ids;
    }

    /// Chance.
    public Dice dice() {
        return dice;
    }

    /// What is to be decided later.
    public Timers timers() {
        return timers;
    }

    /// Task definitions and tasks.
    public TaskTables tasks() {
        return tasks;
    }

    /// The ids that resources will get when they are created, by the part of their ARN before it,
    /// such as `targetgroup/shop`; the others get new ones.
    public SortedMap<String, String> adoptedIds() {
        return Collections.unmodifiableSortedMap(adoptedIds);
    }

    /// Says, before the first turn, which id a resource will get, because files already name it.
    public void adopt(String resource, String id) {
        adoptedIds.put(resource, id);
    }

    /// Load balancers, listeners, target groups and targets.
    public TrafficTables traffic() {
        return traffic;
    }

    /// What was measured, by the minute.
    public MetricTables metrics() {
        return metrics;
    }

    /// Clusters and container instances.
    public ClusterTables clusters() {
        return clusters;
    }

    /// Quotas and token buckets.
    public AdmissionTables admission() {
        return admission;
    }

    /// What placement keeps in step with tasks and instances.
    public PlacementTables placement() {
        return placement;
    }

    /// Services and their events.
    public ServiceTables services() {
        return services;
    }

    /// The tags of resources.
    public TagTables tags() {
        return tags;
    }

    /// Scalable targets, policies, scheduled actions, alarms, and what came of them.
    public ScalingTables scaling() {
        return scaling;
    }
}
