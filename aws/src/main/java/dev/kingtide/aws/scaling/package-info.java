/// Application Auto Scaling: AWS JSON 1.1, API version 2016-02-06
/// (<https://docs.aws.amazon.com/autoscaling/application/APIReference/>).
///
/// Read [dev.kingtide.aws.scaling.ApplicationAutoScaling] first: the table of what is served.
/// Services of Amazon ECS can be scaled, by target tracking, by steps and by the clock; other
/// namespaces, predictive scaling, metric math and metrics of high resolution are refused with
/// `ValidationException`. Lists are answered whole, without tokens.
@NullMarked
package dev.kingtide.aws.scaling;

import org.jspecify.annotations.NullMarked;
