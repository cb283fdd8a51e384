package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Agenda;
import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.simulation.InstanceModel.PullBehavior;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pulling images: always in full on Fargate, which keeps none between tasks (ECS developer guide,
/// fargate-pull-behavior); on EC2 through each instance's cache as `ECS_IMAGE_PULL_BEHAVIOR` says
/// (aws/amazon-ecs-agent, README.md).
///
/// Pulls of one image on one instance at the same time are one pull; different ones share the
/// instance's bandwidth. A failing pull is tried five times, 1.1 s and up to 5 s apart, doubling
/// (aws/amazon-ecs-agent, agent/dockerclient/dockerapi/docker_client.go).
final class ImagePulls {
    private static final long[] RETRY_AFTER_MILLIS = {1_100, 2_200, 4_400, 5_000};
    private final Agenda loop;
    private final SimulationInputs inputs;
    private final Dice dice;
    private final Outages outages;
    private final Map<String, Machine> instances = new LinkedHashMap<>();

    /// Whether the registry can be reached.
    interface Outages {

        boolean reachable(long nowMillis, String subject);
    }

    /// How a pull ended.
    ///
    /// @param failed whether there is no image
    /// @param downloadMillis time spent on the network
    /// @param unpackMillis time spent unpacking
    record Pulled(boolean failed, long downloadMillis, long unpackMillis) {}

    /// Who waits for a pull.
    interface Waiter {

        void pulled(Pulled how);
    }

    private static final class Machine {
        final DownloadLink link;
        final Map<String, Cached> images = new LinkedHashMap<>();

        Machine(DownloadLink link) {
            this.link = link;
        }
    }

    private static final class Cached {
        boolean present;
        @Nullable List<Waiter> pulling;
    }

    ImagePulls(Agenda loop, SimulationInputs inputs, Dice dice, Outages outages) {
        this.loop = loop;
        this.inputs = inputs;
        this.dice = dice.fork("pull");
        this.outages = outages;
    }

    /// A container instance and its images are gone.
    void forget(String instanceId) {
        instances.remove(instanceId);
    }

    /// Gets an image for a container of a task.
    void pull(SimulatedTask task, String reference, Waiter waiter) {
        String instanceId = task.instanceId();
        String subject = task.subject + '/' + reference;
        ImageModel image = inputs.imageOf(reference);
        if (instanceId == null) {
            DownloadLink link = new DownloadLink(loop, speed(task));
            attempt(0, subject, () -> fetch(link, image, waiter), () -> waiter.pulled(failed()));
            return;
        }
        Machine machine = instances.computeIfAbsent(instanceId, key -> machine());
        Cached cached = machine.images.computeIfAbsent(reference, key -> cached(image));
        if (cached.pulling != null) {
            cached.pulling.add(waiter);
            return;
        }
        PullBehavior behavior = inputs.instances().pullBehavior();
        boolean keeps = behavior == PullBehavior.ONCE || behavior == PullBehavior.PREFER_CACHED;
        if (cached.present && keeps) {
            found(0, waiter);
            return;
        }
        List<Waiter> waiters = new ArrayList<>(List.of(waiter));
        cached.pulling = waiters;
        Waiter all =
                how -> {
                    cached.pulling = null;
                    cached.present |= !how.failed();
                    waiters.forEach(each -> each.pulled(how));
                };
        boolean fallsBack = cached.present && behavior == PullBehavior.DEFAULT;
        attempt(
                0,
                subject,
                cached.present
                        ? () -> found(image.layers(), all)
                        : () -> fetch(machine.link, image, all),
                fallsBack ? () -> found(0, all) : () -> all.pulled(failed()));
    }

    /// Fargate's network speed differs from task to task.
    private double speed(SimulatedTask task) {
        StartTimings timings = inputs.timings();
        double unit = dice.uniform("speed", task.subject);
        return timings.downloadMibPerSecond() * (1 + timings.bandwidthSpread() * (2 * unit - 1));
    }

    private Machine machine() {
        double own = inputs.instances().downloadMibPerSecond();
        return new Machine(
                new DownloadLink(loop, own > 0 ? own : inputs.timings().downloadMibPerSecond()));
    }

    private static Cached cached(ImageModel image) {
        Cached cached = new Cached();
        cached.present = image.preloaded();
        return cached;
    }

    private void attempt(int number, String subject, Runnable success, Runnable failure) {
        boolean reached = outages.reachable(loop.nowMillis(), subject);
        if (reached) {
            success.run();
        } else if (number == RETRY_AFTER_MILLIS.length) {
            failure.run();
        } else {
            loop.at(
                    loop.nowMillis() + RETRY_AFTER_MILLIS[number],
                    () -> attempt(number + 1, subject, success, failure));
        }
    }

    private void fetch(DownloadLink link, ImageModel image, Waiter waiter) {
        StartTimings timings = inputs.timings();
        long begun = loop.nowMillis();
        long trips = Math.round(1000 * image.layers() * timings.layerRoundTripSeconds());
        long unpack = Math.round(1000 * timings.unpackSeconds(image));
        link.download(
                timings.mibToStart(image),
                () -> {
                    long download = loop.nowMillis() - begun + trips;
                    Pulled how = new Pulled(false, download, unpack);
                    loop.at(loop.nowMillis() + trips + unpack, () -> waiter.pulled(how));
                });
    }

    /// The image is there; with layers to be compared with the registry's, each costs a round trip.
    private void found(int layersToCompare, Waiter waiter) {
        StartTimings timings = inputs.timings();
        double seconds =
                timings.cachedPullSeconds() + layersToCompare * timings.layerRoundTripSeconds();
        long millis = Math.round(1000 * seconds);
        loop.at(loop.nowMillis() + millis, () -> waiter.pulled(new Pulled(false, millis, 0)));
    }

    /// There is no such image.
    static Pulled failed() {
        return new Pulled(true, 0, 0);
    }
}
