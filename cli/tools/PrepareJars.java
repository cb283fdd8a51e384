import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
/// - A `switch` over types finds its case by a class that the JVM makes at the first use of each
///   switch (`java.lang.runtime.SwitchBootstraps`); that takes 5 to 15 ms and the cache does not
///   keep it. Here it finds it by a method of its own class that asks for each type in turn.
/// - picocli asks for Groovy's Closure at every start, and to find out that there is none, the JVM
///   opens every jar. Here it asks for a name that cannot be a class, which is denied at once.
/// - sqlite-jdbc unpacks its native library at every start, after asking `uname` which one; here
///   it is unpacked once, into `lib/native`, where `-Dorg.sqlite.lib.path` finds it.
///
/// `./build` runs it when it puts target/kingtide together.
final class PrepareJars {
    private static final int OLD = ClassFile.JAVA_6_VERSION;
    private static final String ABSENT = "groovy.lang.Closure";
    private static final String IMPOSSIBLE = "[";
    private static final ClassDesc SWITCHES =
            ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);

    private PrepareJars() {}

    /// The directory of the jars.
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (URLClassLoader all = new URLClassLoader(jars(directory, "*.jar"))) {
            ClassFile format =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(all)
                                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (URL jar : jars(directory, "picocli-*.jar")) {
                rewrite(Path.of(jar.toURI()), bytes -> mapped(format, bytes));
            }
            for (URL jar : jars(directory, "kingtide*.jar")) {
                rewrite(Path.of(jar.toURI()), bytes -> plainSwitches(format, bytes));
            }
        }
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(directory, "sqlite-jdbc-*.jar")) {
            for (Path jar : jars) {
                unpackSqlite(jar, directory.resolve("native"));
            }
        }
    }

    private static URL[] jars(Path directory, String pattern) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
            for (Path jar : found) {
                jars.add(jar.toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static void rewrite(Path jar, UnaryOperator<byte[]> change) throws IOException {
        Path next = jar.resolveSibling(jar.getFileName() + ".next");
        try (JarFile from = new JarFile(jar.toFile());
                OutputStream out = Files.newOutputStream(next);
                JarOutputStream to = new JarOutputStream(out)) {
            for (JarEntry entry : from.stream().toList()) {
                JarEntry same = new JarEntry(entry.getName());
                same.setTime(entry.getTime());
                to.putNextEntry(same);
                try (InputStream in = from.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    to.write(entry.getName().endsWith(".class") ? change.apply(bytes) : bytes);
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
                version.andThen(ClassTransform.transformingMethodBodies(PrepareJars::without)));
    }

    private static void without(CodeBuilder to, CodeElement element) {
        if (element instanceof ConstantInstruction constant
                && ABSENT.equals(constant.constantValue())) {
            to.loadConstant(IMPOSSIBLE);
        } else {
            to.with(element);
        }
    }

    /// A `switch` of a class: the method that finds its case, and its cases, which are types or
    /// texts.
    private record Switch(String name, MethodTypeDesc type, List<ConstantDesc> cases) {}

    private static byte[] plainSwitches(ClassFile format, byte[] bytes) {
        ClassModel old = format.parse(bytes);
        boolean inInterface = old.flags().has(AccessFlag.INTERFACE);
        List<Switch> switches = new ArrayList<>();
        CodeTransform calls =
                (to, element) -> {
                    Switch found = typeSwitch(element, switches.size());
                    if (found == null) {
                        to.with(element);
                    } else {
                        switches.add(found);
                        ClassDesc self = old.thisClass().asSymbol();
                        to.invokestatic(self, found.name(), found.type(), inInterface);
                    }
                };
        byte[] next =
                format.transformClass(
                        old,
                        ClassTransform.transformingMethodBodies(calls)
                                .andThen(
                                        ClassTransform.endHandler(
                                                to -> switches.forEach(each -> find(to, each)))));
        return switches.isEmpty() ? bytes : next;
    }

    /// Null for everything that is no `switch` over types and texts alone.
    private static Switch typeSwitch(CodeElement element, int number) {
        if (!(element instanceof InvokeDynamicInstruction call)
                || !call.bootstrapMethod().owner().equals(SWITCHES)
                || !call.bootstrapMethod().methodName().equals("typeSwitch")) {
            return null;
        }
        for (ConstantDesc label : call.bootstrapArgs()) {
            boolean type = label instanceof ClassDesc of && !of.isPrimitive();
            if (!type && !(label instanceof String)) {
                return null;
            }
        }
        return new Switch("typeSwitch$" + number, call.typeSymbol(), call.bootstrapArgs());
    }

    /// What SwitchBootstraps.typeSwitch says: -1 for null, else the first case from a given one
    /// on whose type it has or whose text it is, else the number of cases.
    private static void find(ClassBuilder to, Switch of) {
        to.withMethodBody(
                of.name(),
                of.type(),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                code -> {
                    Label present = code.newLabel();
                    code.aload(0).ifnonnull(present).loadConstant(-1).ireturn();
                    code.labelBinding(present);
                    for (int i = 0; i < of.cases().size(); i++) {
                        Label other = code.newLabel();
                        code.iload(1).loadConstant(i).if_icmpgt(other);
                        if (of.cases().get(i) instanceof ClassDesc type) {
                            code.aload(0).instanceOf(type);
                        } else {
                            code.loadConstant(of.cases().get(i)).aload(0);
                            code.invokevirtual(ConstantDescs.CD_Object, "equals", EQUALS);
                        }
                        code.ifeq(other);
                        code.loadConstant(i).ireturn();
                        code.labelBinding(other);
                    }
                    code.loadConstant(of.cases().size()).ireturn();
                });
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
