/// Tests of AWS's API: tables of refusals and defaults, and scenarios in JSON.
@NullMarked
package dev.kingtide.aws;

import org.jspecify.annotations.NullMarked;
