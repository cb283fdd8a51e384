/// Tags: names and values that callers hang on resources (ECS developer guide, ecs-using-tags).
///
/// Read [dev.kingtide.core.tag.Tags] first. A resource is known here by what its ARN says after the
/// account, such as `service/shop/web`; one without tags has no row.
@NullMarked
package dev.kingtide.core.tag;

import org.jspecify.annotations.NullMarked;
