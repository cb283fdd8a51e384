package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Series;
import dev.kingtide.rehearsal.spread.Spread;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A rehearsal on the page.
///
/// @param label what it is called beside another one; empty when it is alone
/// @param report what it found
/// @param spread what it found with many seeds, of which the report is the first; null without
record Run(String label, Report report, @Nullable Spread spread) {

    /// A rehearsal of one seed alone.
    Run(String label, Report report) {
        this(label, report, null);
    }

    /// The first seed of many, with the band of all of them around its series.
    static Run of(String label, Spread spread) {
        return new Run(label, spread.firstWithBands(), spread);
    }

    private static final Pattern UNIT =
            Pattern.compile("(?<=[0-9]) (?=(s|ms|min|%)(?![a-z]))|(?<= min) (?=[0-9])");

    /// The largest value of a series; 0 without it.
    double most(String series) {
        Series values = report.series().get(series);
        double most = 0;
        for (int i = 0; values != null && i < values.seconds(); i++) {
            most = Math.max(most, values.at(i));
        }
        return most;
    }

    /// A time of day, with its day where the launch has more than one.
    String time(int second) {
        Report.Header header = report.header();
        long millis = header.startMillis() + second * 1000L;
        return header.lengthSeconds() > 86_400
                ? Figures.dayAndTime(millis, header.zone())
                : Figures.time(millis, header.zone());
    }

    /// A sentence about this run: said to be of it where there are two.
    String says(String words) {
        return sentence(label.isEmpty() ? words : label + ": " + words);
    }

    /// Words as a sentence, with a capital letter and a full stop.
    static String sentence(String words) {
        return unbroken(Character.toUpperCase(words.charAt(0)) + words.substring(1) + '.');
    }

    /// The same words with every figure kept on one line with its unit.
    static String unbroken(String words) {
        return UNIT.matcher(words).replaceAll("\u00A0");
    }
}
