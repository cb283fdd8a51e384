/// What the command makes, seen by real clients: its pages in headless Chromium. All of it is
/// tests.
@NullMarked
package dev.kingtide.acceptance;

import org.jspecify.annotations.NullMarked;
