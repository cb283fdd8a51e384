package dev.kingtide.cli;

import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.ReportReader;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A report.json on disk.
final class ReportFile {

    private ReportFile() {}

    /// The report in a file.
    ///
    /// @throws BadLaunch when it cannot be read, or is none
    static Report read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(file, "it is a directory");
            }
            return ReportReader.read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "no such file");
        } catch (AccessDeniedException denied) {
            throw unreadable(file, "permission denied");
        } catch (CharacterCodingException bad) {
            throw unreadable(file, "not text in UTF-8");
        } catch (IOException bad) {
            throw unreadable(file, String.valueOf(bad.getMessage()));
        }
    }

    private static BadLaunch unreadable(Path file, String cause) {
        return new BadLaunch(
                List.of(
                        new Problem(
                                Place.of(file.toString()),
                                cause,
                                "expected a report.json, which kingtide rehearse DIR --output DIR"
                                        + " writes")));
    }
}
