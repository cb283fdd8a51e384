package dev.kingtide.aws.codec;

/// Is told of members that a caller sent and the model does not have: as a rule the caller's SDK is
/// newer than the model.
@FunctionalInterface
public interface Ignored {

    /// A member that was passed over.
    ///
    /// @param structure the model class that has no such member
    /// @param member its name as it was sent
    void member(String structure, String member);
}
