/// The answer of a rehearsal: does the launch hold, since when not, why, what it costs, and what to
/// change first.
///
/// Read [dev.kingtide.rehearsal.report.Report] first: it is immutable and complete;
/// [dev.kingtide.rehearsal.report.ReportJson] and [dev.kingtide.rehearsal.report.ReportText] only
/// write it down. docs/report.md describes every field of the JSON.
@NullMarked
package dev.kingtide.rehearsal.report;

import org.jspecify.annotations.NullMarked;
