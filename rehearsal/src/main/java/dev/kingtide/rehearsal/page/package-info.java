/// The report as a web page: one file that needs nothing else, for a wall and for a browser.
///
/// Read [ReportPage] first. What is words and figures is HTML, written here, with every text from
/// the launch escaped; what is drawn is data in the page ([PageData]), drawn by the scripts in this
/// package's resources with uPlot. The page's own content security policy lets nothing else run,
/// and nothing be fetched. The same reports give the same bytes.
@NullMarked
package dev.kingtide.rehearsal.page;

import org.jspecify.annotations.NullMarked;
