import dev.kingtide.aws.Api;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Decision;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts the jars of AWS's SDK in a directory down to the model classes that Kingtide serves: the
/// requests and answers of its operations, what Kingtide's own jars beside them name, whatever
/// those are made of, and every enum (the tables of facts name them).
///
///     java -cp 'lib/*' aws/tools/StripModels.java lib
///
/// `./build` runs it when it puts target/kingtide together. What is left is what the SDK's jar had,
/// byte for byte, with its licence and notice.
final class StripModels {
    private static final String SERVICES = "software/amazon/awssdk/services/";
    private static final Pattern MODEL =
            Pattern.compile(SERVICES + "[a-z0-9]+/(?:model/)?[A-Za-z0-9_$]+");

    private StripModels() {}

    /// The directory of the jars.
    public static void main(String[] arguments) throws IOException {
        Set<String> roots = roots();
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Path.of(arguments[0]), "kingtide*.jar")) {
            for (Path jar : jars) {
                roots.addAll(namedIn(jar));
            }
        }
        long before = 0;
        long after = 0;
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : jars) {
                Map<String, byte[]> classes = classes(jar);
                if (!classes.isEmpty()) {
                    before += Files.size(jar);
                    strip(jar, classes, roots);
                    after += Files.size(jar);
                }
            }
        }
        System.out.printf("model classes: %,d KB of %,d KB%n", after >> 10, before >> 10);
    }

    /// The requests and answers of every operation that is served.
    private static Set<String> roots() {
        Turns nobody =
                new Turns() {
                    @Override
                    public <T> T decide(Decision<T> decision) {
                        throw new IllegalStateException("nothing is decided here");
                    }
                };
        Api api = new Api(nobody, new Zones("us-east-1", Map.of()));
        Set<String> roots = new TreeSet<>();
        for (String name : api.names()) {
            String request = api.builder(name).getClass().getName().replace('.', '/');
            request = request.substring(0, request.indexOf('$'));
            roots.add(request);
            roots.add(request.substring(0, request.length() - "Request".length()) + "Response");
        }
        return roots;
    }

    /// The model classes that a jar of Kingtide's names.
    private static Set<String> namedIn(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    names.addAll(named(file.getInputStream(entry).readAllBytes()));
                }
            }
        }
        return names;
    }

    /// A jar's classes of a service of AWS, by name; none in other jars.
    private static Map<String, byte[]> classes(Path jar) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith(SERVICES) && name.endsWith(".class")) {
                    classes.put(
                            name.substring(0, name.length() - ".class".length()),
                            file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classes;
    }

    private static void strip(Path jar, Map<String, byte[]> classes, Set<String> roots)
            throws IOException {
        Set<String> kept = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>();
        classes.forEach((name, bytes) -> {
            boolean word = name.contains("/model/") && isEnum(bytes);
            if (roots.contains(name) || word) {
                next.add(name);
            }
        });
        while (!next.isEmpty()) {
            String name = next.remove();
            byte[] bytes = classes.get(name);
            if (bytes != null && kept.add(name)) {
                next.addAll(named(bytes));
            }
        }
        Path stripped = jar.resolveSibling(jar.getFileName() + ".stripped");
        try (JarFile from = new JarFile(jar.toFile());
                OutputStream out = Files.newOutputStream(stripped);
                JarOutputStream to = new JarOutputStream(out)) {
            for (JarEntry entry : from.stream().toList()) {
                String name = entry.getName();
                boolean licence = name.matches("META-INF/(MANIFEST.MF|(LICENSE|NOTICE).*)");
                boolean model =
                        name.endsWith(".class")
                                && kept.contains(name.substring(0, name.length() - 6));
                if (licence || model) {
                    JarEntry same = new JarEntry(name);
                    same.setTime(entry.getTime());
                    to.putNextEntry(same);
                    from.getInputStream(entry).transferTo(to);
                    to.closeEntry();
                }
            }
        }
        Files.move(stripped, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isEnum(byte[] bytes) {
        return ClassFile.of()
                .parse(bytes)
                .superclass()
                .map(parent -> parent.asInternalName().equals("java/lang/Enum"))
                .orElse(false);
    }

    /// The classes that a class names, in whatever way.
    private static Set<String> named(byte[] bytes) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                Matcher matcher = MODEL.matcher(text.stringValue());
                while (matcher.find()) {
                    names.add(matcher.group());
                }
            }
        }
        return names;
    }
}
