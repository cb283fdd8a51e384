/// AWS's API: operations on AWS's own model classes, and the wire forms that carry them.
///
/// Read [dev.kingtide.aws.Api] first, then a service's table of operations, such as
/// [dev.kingtide.aws.ecs.Ecs]. An operation validates its request, runs one decision of the core,
/// and answers; what is refused is refused with AWS's own error code and message, from the
/// service's catalogue.
@NullMarked
package dev.kingtide.aws;

import org.jspecify.annotations.NullMarked;
