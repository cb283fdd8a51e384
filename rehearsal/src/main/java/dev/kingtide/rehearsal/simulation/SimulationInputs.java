package dev.kingtide.rehearsal.simulation;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that a simulation needs to know besides what is in the AWS files.
///
/// @param seconds length of the rehearsal
/// @param application what a task does unless its family is named
/// @param applications by task definition family
/// @param image what a container's image is like unless it is named
/// @param images by image reference as the task definition has it
/// @param timings how long the stages of a start take
/// @param instances how EC2 instances are set
/// @param crowds who comes
/// @param faults what goes wrong
public record SimulationInputs(
        int seconds,
        ApplicationModel application,
        SortedMap<String, ApplicationModel> applications,
        ImageModel image,
        SortedMap<String, ImageModel> images,
        StartTimings timings,
        InstanceModel instances,
        List<Crowd> crowds,
        FaultPlan faults) {

    /// Keeps copies.
    public SimulationInputs {
        Checks.atLeast(seconds, 1, "seconds");
        applications = Collections.unmodifiableSortedMap(new TreeMap<>(applications));
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
        crowds = List.copyOf(crowds);
    }

    /// All defaults and one crowd.
    public static SimulationInputs of(int seconds, Crowd crowd) {
        return new SimulationInputs(
                seconds,
                ApplicationModel.DEFAULT,
                new TreeMap<>(),
                ImageModel.DEFAULT,
                new TreeMap<>(),
                StartTimings.DEFAULT,
                InstanceModel.DEFAULT,
                List.of(crowd),
                FaultPlan.NONE);
    }

    /// With other people, who ask for the same.
    public SimulationInputs with(Demand other) {
        List<Crowd> crowd = crowds.stream().map(one -> one.with(other)).toList();
        return new SimulationInputs(
                seconds,
                application,
                applications,
                image,
                images,
                timings,
                instances,
                crowd,
                faults);
    }

    /// With another application for every family.
    public SimulationInputs with(ApplicationModel other) {
        return new SimulationInputs(
                seconds, other, applications, image, images, timings, instances, crowds, faults);
    }

    /// With another plan of faults.
    public SimulationInputs with(FaultPlan other) {
        return new SimulationInputs(
                seconds,
                application,
                applications,
                image,
                images,
                timings,
                instances,
                crowds,
                other);
    }

    /// With other timings and another image.
    public SimulationInputs with(StartTimings otherTimings, ImageModel otherImage) {
        return new SimulationInputs(
                seconds,
                application,
                applications,
                otherImage,
                images,
                otherTimings,
                instances,
                crowds,
                faults);
    }

    /// With other settings of the agent on EC2 instances.
    public SimulationInputs with(InstanceModel other) {
        return new SimulationInputs(
                seconds, application, applications, image, images, timings, other, crowds, faults);
    }

    ApplicationModel applicationOf(String family) {
        return applications.getOrDefault(family, application);
    }

    ImageModel imageOf(String reference) {
        return images.getOrDefault(reference, image);
    }
}
