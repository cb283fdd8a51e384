package dev.kingtide.core.placement;

/// What reading an expression gave.
public sealed interface ParsedExpression {

    /// It is well formed.
    record Good(Expression expression) implements ParsedExpression {}

    /// It is not.
    ///
    /// @param position where, counted from 0
    /// @param found what stands there
    /// @param expected what may stand there
    record Bad(int position, String found, String expected) implements ParsedExpression {

        /// The same as a sentence.
        public String message() {
            return "at position " + position + ": found " + found + ", expected " + expected;
        }
    }
}
