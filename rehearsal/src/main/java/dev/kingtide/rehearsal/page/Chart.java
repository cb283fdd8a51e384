package dev.kingtide.rehearsal.page;

import java.util.List;

/// One chart over the time of the launch: what the page draws, and what it says for whoever does
/// not see it.
///
/// @param id in the page, and of its colours
/// @param title what it shows
/// @param unit of its values
/// @param kind how values become heights
/// @param lines in the order of their names; stacked ones from the bottom
/// @param bands areas between two series
/// @param levels values that are the same all the time
/// @param summary what there is to see, in a sentence or two
/// @param figures the same as a table: its head, then a row for each phase
record Chart(
        String id,
        String title,
        String unit,
        Kind kind,
        List<Line> lines,
        List<Band> bands,
        List<Level> levels,
        String summary,
        List<List<String>> figures) {

    /// How values become heights.
    enum Kind {
        /// From nought up.
        LINEAR,
        /// By powers of ten; nought is a gap.
        LOGARITHMIC,
        /// Areas on top of each other, from nought up.
        STACKED
    }

    /// One series of one run.
    ///
    /// @param label what it is called
    /// @param run whose: the place in the page's list of runs
    /// @param series its name in the report
    /// @param colour the part of its colour's name that follows `--`
    /// @param style how it is drawn
    /// @param shown from the beginning; otherwise when it is asked for
    record Line(String label, int run, String series, String colour, Style style, boolean shown) {}

    /// How a line is drawn.
    enum Style {
        /// A line of usual width.
        PLAIN,
        /// A thin line.
        THIN,
        /// A wide and pale line, below others.
        WIDE,
        /// A thin line over a filled area.
        FILLED,
        /// A thin dashed line: the other run.
        DASHED
    }

    /// An area between two series of one run.
    ///
    /// @param label what it is called
    /// @param run whose
    /// @param low the lower series' name in the report
    /// @param high the upper series' name in the report
    /// @param colour the part of its colour's name that follows `--`
    record Band(String label, int run, String low, String high, String colour) {}

    /// A value that is the same all the time.
    ///
    /// @param value the height
    /// @param label what it is called, with its unit
    record Level(double value, String label) {}
}
