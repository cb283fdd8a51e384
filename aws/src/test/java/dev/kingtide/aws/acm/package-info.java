/// Tests of AWS Certificate Manager.
@NullMarked
package dev.kingtide.aws.acm;

import org.jspecify.annotations.NullMarked;
