/// The style page and the house's lines, as tests over every module's sources and classes.
///
/// Read `SourceRules` and `ArchitectureRules` first. A rule that has no example which breaks it is
/// a defect: each rule's examples stand in the test beside it.
@NullMarked
package dev.kingtide.tidiness;

import org.jspecify.annotations.NullMarked;
