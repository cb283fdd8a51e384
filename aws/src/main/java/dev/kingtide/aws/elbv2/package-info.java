/// Elastic Load Balancing v2: AWS Query, API version 2015-12-01
/// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.elbv2.Elbv2] first: the table of what is served. Application load
/// balancers are, with HTTP and HTTPS listeners, rules, and target groups of type `ip` and
/// `instance`; other types, and authentication before forwarding are refused with
/// `InvalidConfigurationRequest`. The files of trust stores come through
/// [dev.kingtide.aws.S3Objects].
@NullMarked
package dev.kingtide.aws.elbv2;

import org.jspecify.annotations.NullMarked;
