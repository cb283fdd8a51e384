/// The `kingtide` command: reads the arguments, runs a command, prints the answer.
@NullMarked
package dev.kingtide.cli;

import org.jspecify.annotations.NullMarked;
