package dev.kingtide.tidiness;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the style page asks of a source text: sizes, names, documentation, nothing left over.
///
/// Each broken rule is one line: file, line number, what is wrong.
final class SourceRules {
    static final int MAIN_LINES_MAX = 500;
    static final int TEST_LINES_MAX = 800;
    static final int PACKAGE_INFO_LINES_MAX = 40;
    static final int METHOD_LINES_MAX = 70;
    static final int COLUMNS_MAX = 100;

    /// Written in halves, or this file would break its own rule.
    private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    private SourceRules() {}

    static List<String> violations(List<SourceFile> files) {
        var violations = new ArrayList<String>();
        for (var file : files) {
            checkLines(file, violations);
        }
        checkPackages(files, violations);
        violations.addAll(TreeRules.violations(files));
        return violations;
    }

    private static void checkLines(SourceFile file, List<String> violations) {
        var lines = file.text().lines().toList();
        int linesMax = linesMax(file);
        if (lines.size() > linesMax) {
            violations.add(
                    "%s:1: %d lines, at most %d allowed"
                            .formatted(file.path(), lines.size(), linesMax));
        }
        boolean isTextBlock = false;
        for (int index = 0; index < lines.size(); index++) {
            var line = lines.get(index);
            var place = file.path() + ":" + (index + 1) + ": ";
            int columns = line.codePointCount(0, line.length());
            if (columns > COLUMNS_MAX && mayBeBroken(line) && !(isTextBlock && !file.isMain())) {
                violations.add(place + columns + " columns, at most " + COLUMNS_MAX + " allowed");
            }
            if (line.contains("\"\"\"")) {
                isTextBlock = !isTextBlock;
            }
            if (LEFT_OVER.matcher(line).find()) {
                violations.add(place + "left over: do it, or file an issue");
            }
        }
    }

    private static int linesMax(SourceFile file) {
        if (file.isPackageInfo()) {
            return PACKAGE_INFO_LINES_MAX;
        }
        return file.isMain() ? MAIN_LINES_MAX : TEST_LINES_MAX;
    }

    /// An import or an address cannot be broken.
    private static boolean mayBeBroken(String line) {
        return !line.startsWith("import ") && !line.contains("https://");
    }

    private static void checkPackages(List<SourceFile> files, List<String> violations) {
        var missing = new TreeSet<String>();
        for (var file : files) {
            if (file.isMain()) {
                missing.add(file.directory());
            }
        }
        for (var file : files) {
            if (file.isPackageInfo()) {
                missing.remove(file.directory());
                if (!file.text().contains("@NullMarked")) {
                    violations.add(file.path() + ":1: package is not @NullMarked");
                }
                if (!file.text().startsWith("///")) {
                    violations.add(file.path() + ":1: package has no /// documentation");
                }
            }
        }
        for (var directory : missing) {
            violations.add(directory + ": package has no package-info.java");
        }
    }
}
