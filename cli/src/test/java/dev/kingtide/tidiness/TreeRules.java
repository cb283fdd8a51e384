package dev.kingtide.tidiness;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.util.Elements.DocCommentKind;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The part of [SourceRules] that needs the syntax tree: javac parses each file, and no more.
final class TreeRules extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private static final Pattern EMPTY_NAME =
            Pattern.compile("(Abstract|Base)[A-Z].*|.*(Manager|Helper|Utils?|Impl)");
    private static final Pattern TEST_ANNOTATION =
            Pattern.compile("(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)");
    private static final Set<String> MAY_CATCH_ALL =
            Set.of("Gateway.java", "Writer.java", "Kingtide.java");

    private final SourceFile file;
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final List<String> violations;

    private TreeRules(
            SourceFile file, CompilationUnitTree unit, DocTrees trees, List<String> violations) {
        this.file = file;
        this.unit = unit;
        this.trees = trees;
        this.violations = violations;
    }

    static List<String> violations(List<SourceFile> files) {
        var violations = new ArrayList<String>();
        var sources = new LinkedHashMap<URI, SourceFile>();
        var inputs = new ArrayList<TextSource>();
        for (var file : files) {
            var input = new TextSource(file.path(), file.text());
            sources.put(input.toUri(), file);
            inputs.add(input);
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options = List.of("-proc:none");
        var task = (JavacTask) compiler.getTask(null, null, _ -> {}, options, null, inputs);
        var trees = DocTrees.instance(task);
        try {
            for (var unit : task.parse()) {
                var file = requireNonNull(sources.get(unit.getSourceFile().toUri()));
                new TreeRules(file, unit, trees, violations).scan(unit, null);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return violations;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        var name = type.getSimpleName().toString();
        if (EMPTY_NAME.matcher(name).matches()) {
            report(type, name + ": the name says nothing; name what it is");
        }
        if (file.isMain() && isPublic(type) && !isDocumented()) {
            report(type, name + ": a public type without /// documentation");
        }
        return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        var name = method.getName().toString();
        long lines = isTable(method.getBody()) ? 0 : lines(method.getBody());
        if (lines > SourceRules.METHOD_LINES_MAX) {
            report(
                    method,
                    "%s: %d lines, at most %d allowed"
                            .formatted(name, lines, SourceRules.METHOD_LINES_MAX));
        }
        if (isTest(method.getModifiers()) && !name.contains("_")) {
            report(method, name + ": a test's name is a sentence, its words joined by _");
        }
        return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
        if (annotation.getAnnotationType().toString().endsWith("Disabled")) {
            report(annotation, "a disabled test: mend it or delete it");
        }
        return super.visitAnnotation(annotation, null);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree clause, @Nullable Void nothing) {
        var caught = clause.getParameter().getType().toString();
        boolean catchesAll = Set.of("Exception", "RuntimeException", "Throwable").contains(caught);
        if (file.isMain() && catchesAll && !MAY_CATCH_ALL.contains(file.fileName())) {
            report(clause, "catches " + caught + "; only Gateway, Writer and main do");
        }
        return super.visitCatch(clause, null);
    }

    /// A member of an interface is public without saying so, where the interface is.
    private boolean isPublic(ClassTree type) {
        if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            return true;
        }
        return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
                && outer.getKind() == Tree.Kind.INTERFACE
                && outer.getModifiers().getFlags().contains(Modifier.PUBLIC);
    }

    private boolean isDocumented() {
        var comment = trees.getDocComment(getCurrentPath());
        return comment != null
                && !comment.isBlank()
                && trees.getDocCommentKind(getCurrentPath()) == DocCommentKind.END_OF_LINE;
    }

    private static boolean isTest(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream()
                .map(annotation -> annotation.getAnnotationType().toString())
                .anyMatch(name -> TEST_ANNOTATION.matcher(name).matches());
    }

    private void report(Tree tree, String message) {
        violations.add(file.path() + ":" + line(tree) + ": " + message);
    }

    /// Of the braces; a table that stands in an annotation is not the method's.
    private long lines(@Nullable Tree body) {
        if (body == null) {
            return 0;
        }
        return line(trees.getSourcePositions().getEndPosition(unit, body)) - line(body) + 1;
    }

    /// In tests, a method that only returns one expression is a table: rows, and nothing decided.
    private boolean isTable(@Nullable BlockTree body) {
        return !file.isMain()
                && body != null
                && body.getStatements().size() == 1
                && body.getStatements().getFirst() instanceof ReturnTree;
    }

    private long line(Tree tree) {
        return line(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
