/// Tests of quotas, buckets and launch rates.
@NullMarked
package dev.kingtide.core.admission;

import org.jspecify.annotations.NullMarked;
