package dev.kingtide.aws.wire;

/// What AWS's services call a caller who could not be authenticated.
///
/// Codes and texts are those of logs and issue threads of AWS's SDKs: JSON services answer 400 with
/// `UnrecognizedClientException` and the like (aws-sdk-js 254, artillery-dino 2, cloud9-sync 10),
/// Query services 403 with `InvalidClientTokenId` (aws-cli 6676, aws-api 27; an incomplete
/// signature 400: amazonka 316; a session that is over `ExpiredToken`: prowler 789), EC2 401 with
/// `AuthFailure` (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>),
/// REST services 403 with the codes of JSON (aws-sdk-js 4545, aws-sdk-php chalice 828).
final class AuthErrors {
    private static final String EC2_FAILURE =
            "AWS was not able to validate the provided access credentials";

    private AuthErrors() {}

    /// The error for a caller, in the words of a protocol.
    static WireFailure of(Protocol protocol, Denied denied) {
        return switch (protocol) {
            case JSON_1_0, JSON_1_1 -> json(denied, 400);
            case REST_JSON, RPC_V2_CBOR -> json(denied, 403);
            case QUERY -> query(denied);
            case EC2_QUERY -> ec2(denied);
        };
    }

    private static WireFailure json(Denied denied, int status) {
        return switch (denied) {
            case Denied.Missing _ ->
                    new WireFailure(
                            "MissingAuthenticationTokenException",
                            "Missing Authentication Token",
                            status);
            case Denied.Incomplete incomplete ->
                    new WireFailure("IncompleteSignatureException", incomplete.message(), status);
            case Denied.UnknownKey unknown ->
                    new WireFailure("UnrecognizedClientException", unknown.message(), status);
            case Denied.Mismatch mismatch ->
                    new WireFailure("InvalidSignatureException", mismatch.message(), status);
            case Denied.Expired expired ->
                    new WireFailure("InvalidSignatureException", expired.message(), status);
            case Denied.ExpiredToken over ->
                    new WireFailure("ExpiredTokenException", over.message(), status);
            case Denied.BadScope scope ->
                    new WireFailure("InvalidSignatureException", scope.message(), status);
        };
    }

    private static WireFailure query(Denied denied) {
        return switch (denied) {
            case Denied.Missing _ ->
                    new WireFailure(
                            "MissingAuthenticationToken",
                            "Request is missing Authentication Token",
                            403);
            case Denied.Incomplete incomplete ->
                    new WireFailure("IncompleteSignature", incomplete.message(), 400);
            case Denied.UnknownKey unknown ->
                    new WireFailure("InvalidClientTokenId", unknown.message(), 403);
            case Denied.Mismatch mismatch ->
                    new WireFailure("SignatureDoesNotMatch", mismatch.message(), 403);
            case Denied.Expired expired ->
                    new WireFailure("SignatureDoesNotMatch", expired.message(), 403);
            case Denied.ExpiredToken over -> new WireFailure("ExpiredToken", over.message(), 403);
            case Denied.BadScope scope ->
                    new WireFailure("SignatureDoesNotMatch", scope.message(), 403);
        };
    }

    private static WireFailure ec2(Denied denied) {
        return switch (denied) {
            case Denied.Missing _ ->
                    new WireFailure(
                            "MissingAuthenticationToken",
                            "The request must contain either a valid (registered) AWS access key"
                                    + " ID or X.509 certificate.",
                            403);
            case Denied.Incomplete incomplete ->
                    new WireFailure("IncompleteSignature", incomplete.message(), 400);
            case Denied.UnknownKey _, Denied.Mismatch _ ->
                    new WireFailure("AuthFailure", EC2_FAILURE, 401);
            case Denied.Expired _, Denied.ExpiredToken _ ->
                    new WireFailure("RequestExpired", "Request has expired.", 400);
            case Denied.BadScope scope -> new WireFailure("AuthFailure", scope.message(), 401);
        };
    }
}
