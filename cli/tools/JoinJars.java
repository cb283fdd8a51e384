import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Puts a jar and those of its class path into one; what a program finds in it stays as it was.
///
///     java cli/tools/JoinJars.java lib/kingtide.jar
///
/// For each jar that the JVM has classes of in its AOT cache it makes a URL, a manifest and a
/// protection domain before `main`, and it asks the file system after each: with 75 jars that is a
/// third of the time until a control plane listens. Nothing is compressed, since what is not in
/// the cache is read while somebody waits for it.
///
/// - Of files with one path the first on the class path stays, as a class loader finds it; those
///   that differ from it, licences above all, are kept under `META-INF/joined/`, by their jar.
/// - What each jar says of its services is joined.
/// - Of classes for several versions of Java, the one for this Java is taken.
/// - Manifests, signatures and module descriptors of the libraries fall away: they speak of their
///   own jar only.
///
/// `./build` runs it when it puts target/kingtide together.
final class JoinJars {
    private static final String VERSIONS = "META-INF/versions/";
    private static final String SERVICES = "META-INF/services/";

    private final Map<String, byte[]> joined = new LinkedHashMap<>();

    private JoinJars() {}

    /// The jar, whose manifest names the others; they are deleted.
    public static void main(String[] arguments) throws IOException {
        Path main = Path.of(arguments[0]);
        List<Path> others = new ArrayList<>();
        Manifest manifest;
        JoinJars all = new JoinJars();
        try (JarFile jar = new JarFile(main.toFile())) {
            manifest = jar.getManifest();
            String path = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : path == null ? new String[0] : path.split(" ")) {
                others.add(main.resolveSibling(name));
            }
            all.add(jar, main);
        }
        for (Path other : others) {
            try (JarFile jar =
                    new JarFile(other.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
                all.add(jar, other);
            }
        }
        manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
        all.write(manifest, main);
        for (Path other : others) {
            Files.delete(other);
        }
    }

    private void add(JarFile jar, Path from) throws IOException {
        for (JarEntry entry : jar.versionedStream().toList()) {
            String name = entry.getName();
            if (entry.isDirectory() || isOfItsJar(name)) {
                continue;
            }
            byte[] bytes;
            try (InputStream in = jar.getInputStream(entry)) {
                bytes = in.readAllBytes();
            }
            byte[] first = joined.putIfAbsent(name, bytes);
            if (first == null || Arrays.equals(first, bytes)) {
                continue;
            }
            if (name.startsWith(SERVICES)) {
                joined.put(name, lines(first, bytes));
            } else if (!name.endsWith(".class")) {
                joined.put("META-INF/joined/" + from.getFileName() + '/' + name, bytes);
            }
        }
    }

    private static boolean isOfItsJar(String name) {
        return name.equals(JarFile.MANIFEST_NAME)
                || name.equals("META-INF/INDEX.LIST")
                || name.startsWith(VERSIONS)
                || name.equals("module-info.class")
                || name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    private static byte[] lines(byte[] one, byte[] other) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(one);
        both.write('\n');
        both.write(other);
        return both.toByteArray();
    }

    private void write(Manifest manifest, Path jar) throws IOException {
        Path next = jar.resolveSibling(jar.getFileName() + ".next");
        try (OutputStream out = Files.newOutputStream(next);
                JarOutputStream to = new JarOutputStream(out, manifest)) {
            to.setMethod(ZipEntry.STORED);
            for (Map.Entry<String, byte[]> each : joined.entrySet()) {
                byte[] bytes = each.getValue();
                CRC32 sum = new CRC32();
                sum.update(bytes);
                JarEntry entry = new JarEntry(each.getKey());
                entry.setSize(bytes.length);
                entry.setCrc(sum.getValue());
                to.putNextEntry(entry);
                to.write(bytes);
                to.closeEntry();
            }
        }
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
