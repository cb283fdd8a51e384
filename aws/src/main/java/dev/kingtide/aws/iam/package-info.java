/// AWS Identity and Access Management: AWS Query, API version 2010-05-08
/// (<https://docs.aws.amazon.com/IAM/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.iam.Iam] first: the table of what is served. Kingtide keeps no users,
/// roles or policies: whoever has a key may do everything. What clients ask on their way to other
/// services is answered for an account that has only whoever calls; everything else is refused with
/// `InvalidInput`.
@NullMarked
package dev.kingtide.aws.iam;

import org.jspecify.annotations.NullMarked;
