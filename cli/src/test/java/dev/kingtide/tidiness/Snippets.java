package dev.kingtide.tidiness;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Compiles source texts into a directory of their own, for rules that read classes.
final class Snippets {
    private Snippets() {}

    /// Each source is one type, its text starting with its package line; the classes lie in a
    /// directory of that name.
    static JavaClasses compiled(Path parent, String name, List<String> sources) {
        var directory = parent.resolve(name);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of("-proc:none", "-nowarn", "-classpath", "", "-d", directory.toString());
        var inputs = sources.stream().map(text -> new TextSource(path(text), text)).toList();
        if (!compiler.getTask(null, null, messages, options, null, inputs).call()) {
            throw new IllegalArgumentException(
                    messages.getDiagnostics().stream()
                            .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                            .map(Object::toString)
                            .collect(joining("\n")));
        }
        return new ClassFileImporter().importPath(directory);
    }

    /// `package a.b; class C { ... }` is `a/b/C.java`.
    private static String path(String text) {
        var words = List.of(text.split("[\\s;{(]+", -1));
        var kind =
                Stream.of("class", "interface", "record", "enum")
                        .filter(words::contains)
                        .findFirst()
                        .orElseThrow();
        return words.get(1).replace('.', '/') + "/" + words.get(words.indexOf(kind) + 1) + ".java";
    }
}
