import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Makes the jars of a directory ready for a fast start; what they do stays as it is.
///
///     java cli/tools/PrepareJars.java lib
///
/// - The JVM keeps no class compiled for Java 5 in its AOT cache, as those lack the stack maps that
///   its verifier wants ("old classes", JDK's systemDictionaryShared.cpp). picocli is such a one: its
///   classes get the maps, and the version of the class file format that has them.
/// - sqlite-jdbc unpacks its native library at every start, after asking `uname` which one; here
///   it is unpacked once, into `lib/native`, where `-Dorg.sqlite.lib.path` finds it.
///
/// `./build` runs it when it puts target/kingtide together.
final class PrepareJars {
    private static final int OLD = ClassFile.JAVA_6_VERSION;

    private PrepareJars() {}

    /// The directory of the jars.
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "picocli-*.jar")) {
            for (Path jar : jars) {
                mapped(jar);
            }
        }
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(directory, "sqlite-jdbc-*.jar")) {
            for (Path jar : jars) {
                unpackSqlite(jar, directory.resolve("native"));
            }
        }
    }

    private static void mapped(Path jar) throws IOException {
        Path next = jar.resolveSibling(jar.getFileName() + ".next");
        URL[] self = {jar.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(self);
                JarFile from = new JarFile(jar.toFile());
                OutputStream out = Files.newOutputStream(next);
                JarOutputStream to = new JarOutputStream(out)) {
            ClassFile format =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(loader)));
            for (JarEntry entry : from.stream().toList()) {
                JarEntry same = new JarEntry(entry.getName());
                same.setTime(entry.getTime());
                to.putNextEntry(same);
                try (InputStream in = from.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    to.write(entry.getName().endsWith(".class") ? mapped(format, bytes) : bytes);
                }
                to.closeEntry();
            }
        }
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] mapped(ClassFile format, byte[] bytes) {
        ClassModel old = format.parse(bytes);
        if (old.majorVersion() >= OLD) {
            return bytes;
        }
        ClassTransform version =
                (to, element) ->
                        to.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                        : element);
        return format.transformClass(
                old,
                version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }

    /// The library for this system; none where sqlite-jdbc has none or another C library is used,
    /// and then sqlite-jdbc finds out by itself.
    private static void unpackSqlite(Path jar, Path directory) throws IOException {
        String machine =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "aarch64";
                    default -> "";
                };
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean glibc = Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
        if (machine.isEmpty() || !mac && !glibc) {
            return;
        }
        String name = mac ? "libsqlitejdbc.dylib" : "libsqlitejdbc.so";
        try (JarFile from = new JarFile(jar.toFile())) {
            JarEntry entry =
                    from.getJarEntry(
                            "org/sqlite/native/" + (mac ? "Mac/" : "Linux/") + machine + '/' + name);
            if (entry != null) {
                Files.createDirectories(directory);
                try (InputStream in = from.getInputStream(entry)) {
                    Files.copy(in, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
