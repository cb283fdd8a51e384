package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.LaunchFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/// A launch directory in memory.
@NullMarked
public final class FakeFiles implements LaunchFiles {
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    /// With a file more.
    public FakeFiles with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /// With a file more.
    public FakeFiles with(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    @Override
    public Content read(String name) {
        byte[] bytes = files.get(name);
        return bytes == null
                ? new Content.Missing()
                : name.startsWith("locked")
                        ? new Content.Unreadable("permission denied")
                        : new Content.Bytes(ByteBuffer.wrap(bytes));
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.sequencedKeySet());
    }

    @Override
    public List<String> under(String folder) {
        return files.sequencedKeySet().stream().filter(n -> n.startsWith(folder + '/')).toList();
    }
}
