/// JSON to the AWS SDK's model classes and back, driven by their `sdkFields()`.
///
/// Read [dev.kingtide.aws.codec.Codec] first. A [dev.kingtide.aws.codec.Schema] describes a model
/// class lazily: members and nested structures come to be when a value needs them, because every
/// model class that is touched costs milliseconds in a cold process. What the model classes do not
/// carry (required members, lengths, ranges, enums) is in [dev.kingtide.aws.codec.Facts].
///
/// Nothing here knows an operation or a service.
@NullMarked
package dev.kingtide.aws.codec;

import org.jspecify.annotations.NullMarked;
