package dev.kingtide.aws.acm;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that AWS Certificate Manager returns here; texts are AWS's own where its knowledge
/// centre (acm-import-troubleshooting) and issue threads of its clients show them.
public final class AcmErrors {

    private AcmErrors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return CommonErrors.malformed(invalid, AcmErrors::validation);
    }

    /// A value that AWS does not accept.
    static Refusal validation(String message) {
        return new Refusal("ValidationException", message);
    }

    /// The text is not one certificate in PEM.
    static Refusal notPem() {
        return validation(
                "Unable to parse certificate. Please ensure the certificate is in PEM format.");
    }

    /// The text is more than one certificate.
    static Refusal moreThanOne() {
        return validation(
                "The certificate field contains more than one certificate. You can specify only one"
                        + " certificate in this field.");
    }

    /// The chain is not certificates in PEM.
    static Refusal chainNotPem() {
        return validation("The certificate chain provided is not in a valid PEM format.");
    }

    /// One of the chain did not sign the one before it.
    static Refusal brokenChain(int index) {
        return validation(
                "Unable to validate certificate chain. The certificate chain must start with the"
                        + " immediate signing certificate, followed by any intermediaries in order."
                        + " The index within the chain of the invalid certificate is: "
                        + index);
    }

    /// The chain is of another certificate.
    static Refusal otherChain() {
        return validation("Could not validate the certificate with the certificate chain.");
    }

    /// No private key that ACM takes: not in PEM, encrypted, of another algorithm.
    static Refusal keyNotSupported() {
        return validation("The private key is not supported.");
    }

    /// A key of another length.
    static Refusal keyLength(int bits) {
        return validation(
                "The private key length " + bits + " is not supported for key algorithm.");
    }

    /// The key is of another certificate.
    static Refusal otherKey() {
        return validation("The private key does not match the certificate.");
    }

    /// The certificate is not valid now.
    static Refusal notValidNow(boolean yet) {
        return validation(
                yet ? "The certificate has expired." : "The certificate is not yet valid.");
    }

    /// A certificate that takes the place of another must be like it.
    static Refusal unlike(String what) {
        return validation("The " + what + " of a certificate cannot change on re-import.");
    }

    /// Tags are for new certificates.
    static Refusal taggedAgain() {
        return validation("Tagging is not permitted on re-import.");
    }

    /// There is no such certificate.
    static Refusal notFound(String arn) {
        return new Refusal("ResourceNotFoundException", "Could not find certificate " + arn + ".");
    }

    /// A listener shows the certificate.
    static Refusal inUse(String arn, String account) {
        return new Refusal(
                "ResourceInUseException",
                "Certificate " + arn + " in account " + account + " is in use.");
    }

    /// More certificates than the quota.
    static Refusal tooMany() {
        return new Refusal(
                "LimitExceededException",
                "You have reached the maximum number of certificates. Delete certificates that are"
                        + " not in use, or contact AWS Support to request an increase.");
    }

    /// A tag that AWS keeps for itself.
    static Refusal reservedTag() {
        return new Refusal(
                "InvalidTagException",
                "aws: prefixed tag key names are not allowed for external use.");
    }

    /// More tags than a certificate can have.
    static Refusal tooManyTags(int limit) {
        return new Refusal(
                "TooManyTagsException", "A certificate can have at most " + limit + " tags.");
    }

    /// Arguments that do not go together.
    static Refusal arguments(String message) {
        return new Refusal("InvalidArgsException", message);
    }

    /// An operation that Kingtide does not serve.
    static Refusal unsupported(String operation) {
        return validation(operation + " is not supported by Kingtide");
    }
}
