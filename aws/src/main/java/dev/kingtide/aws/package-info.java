/// AWS wire protocols and API operations, as functions of bytes on the AWS SDK's own model classes.
@NullMarked
package dev.kingtide.aws;

import org.jspecify.annotations.NullMarked;
