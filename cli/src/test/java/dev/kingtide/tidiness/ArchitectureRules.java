package dev.kingtide.tidiness;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who may know whom: the modules of the house, what each may use from outside, the subjects of the
/// core.
final class ArchitectureRules {
    private static final String ROOT = "dev.kingtide.";
    private static final String DRIVER = ROOT + "core.driver..";

    /// A module and the modules it may know; Maven keeps the same lines.
    private static final Map<String, List<String>> MODULES =
            Map.of(
                    "core", List.of(),
                    "aws", List.of("core"),
                    "rehearsal", List.of("core", "aws"),
                    "edge", List.of("core"),
                    "host", List.of("core", "aws", "edge"),
                    "cli", List.of("core", "aws", "rehearsal", "host"));

    /// What the core may use from outside: the language, its hashes, and pure libraries each with a
    /// decision page.
    private static final String[] CORE_MAY_USE = {
        ROOT + "core..",
        "java..",
        "javax.crypto..",
        "org.jspecify.annotations..",
        "com.google.re2j..",
    };

    /// The subjects of the core, lowest first. A subject may know its own line and those before it,
    /// `core` itself and `core.driver`; the ports of `core.driver` may know every subject, `core`
    /// itself knows all.
    private static final List<List<String>> SUBJECTS =
            List.of(
                    List.of("time", "admission", "tag"),
                    List.of("task", "cluster", "metrics"),
                    List.of("placement", "traffic"),
                    List.of("service"),
                    List.of("scaling"),
                    List.of("events", "cost", "mesh", "fault"));

    private static final DescribedPredicate<JavaClass> IS_SUBJECT =
            resideInAPackage(ROOT + "core.*..").and(not(resideInAPackage(DRIVER)));

    private ArchitectureRules() {}

    static List<String> violations(JavaClasses classes) {
        var violations = new ArrayList<String>();
        for (var rule : rules()) {
            violations.addAll(
                    rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails());
        }
        return violations;
    }

    private static List<ArchRule> rules() {
        var rules = new ArrayList<ArchRule>();
        for (var module : MODULES.entrySet()) {
            var known = new ArrayList<>(module.getValue());
            known.add(module.getKey());
            rules.add(
                    classes()
                            .that()
                            .resideInAPackage(ROOT + module.getKey() + "..")
                            .should(knowOnlyModules(known)));
        }
        rules.add(
                classes()
                        .that()
                        .resideInAPackage(ROOT + "core..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(CORE_MAY_USE));
        rules.add(classes().that(IS_SUBJECT).should(knowOnlyLowerSubjects()));
        rules.add(
                slices().matching(ROOT + "core.(*)..")
                        .should()
                        .beFreeOfCycles()
                        .ignoreDependency(resideInAPackage(DRIVER), alwaysTrue()));
        rules.add(slices().matching(ROOT + "aws.(**)").should().beFreeOfCycles());
        rules.add(slices().matching(ROOT + "rehearsal.(**)").should().beFreeOfCycles());
        return rules;
    }

    private static ArchCondition<JavaClass> knowOnlyModules(List<String> modules) {
        var packages = modules.stream().map(module -> ROOT + module + "..").toArray(String[]::new);
        return onlyDependOnClassesThat(
                resideInAnyPackage(packages).or(resideOutsideOfPackage(ROOT + ".")));
    }

    private static ArchCondition<JavaClass> knowOnlyLowerSubjects() {
        return new ArchCondition<>("know only the subjects up to their own line") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = line(type);
                if (own < 0) {
                    var message = type.getName() + ": its package is not in SUBJECTS";
                    events.add(SimpleConditionEvent.violated(type, message));
                }
                for (var dependency : type.getDirectDependenciesFromSelf()) {
                    var target = dependency.getTargetClass();
                    if (IS_SUBJECT.test(target) && line(target) > own) {
                        events.add(
                                SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /// Where a subject's class stands in [#SUBJECTS], or -1.
    private static int line(JavaClass type) {
        var subject = type.getPackageName().split("\\.", -1)[3];
        for (int line = 0; line < SUBJECTS.size(); line++) {
            if (SUBJECTS.get(line).contains(subject)) {
                return line;
            }
        }
        return -1;
    }
}
