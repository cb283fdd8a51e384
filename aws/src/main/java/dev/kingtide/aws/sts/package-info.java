/// AWS Security Token Service: AWS Query, API version 2011-06-15
/// (<https://docs.aws.amazon.com/STS/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.sts.Sts] first: the table of what is served. A caller may ask who it is,
/// and assume a role; there are no users who could federate, and every operation that would let
/// them is refused with `InvalidAction`.
@NullMarked
package dev.kingtide.aws.sts;

import org.jspecify.annotations.NullMarked;
