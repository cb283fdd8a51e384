package dev.kingtide.rehearsal.source;

import java.nio.ByteBuffer;
import java.util.List;

/// The files of a launch directory, whoever holds them.
public interface LaunchFiles {

    /// What reading a file gave.
    sealed interface Content {

        /// Its bytes.
        record Bytes(ByteBuffer bytes) implements Content {}

        /// There is no such file.
        record Missing() implements Content {}

        /// It is there but cannot be read; `cause` says why.
        record Unreadable(String cause) implements Content {}
    }

    /// Reads a file; its name is relative to the launch directory.
    Content read(String name);

    /// The names of the files in the directory itself, sorted: for suggestions.
    List<String> names();

    /// The names of the files in a folder of the directory and in the folders in it, sorted; none
    /// when there is no such folder.
    List<String> under(String folder);
}
