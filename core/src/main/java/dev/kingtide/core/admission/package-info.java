/// What the account may have and how fast it may go: quotas and token buckets.
///
/// Read [dev.kingtide.core.admission.LaunchRates] first. A bucket never holds more than its
/// capacity nor less than zero.
@NullMarked
package dev.kingtide.core.admission;

import org.jspecify.annotations.NullMarked;
