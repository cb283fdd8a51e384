package dev.kingtide.aws.sts;

import dev.kingtide.aws.SessionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;

/// Sessions in AWS's shape.
final class SessionView {

    private SessionView() {}

    static AssumeRoleResponse of(SessionKey key, @Nullable String sourceIdentity) {
        return AssumeRoleResponse.builder()
                .credentials(
                        Credentials.builder()
                                .accessKeyId(key.accessKeyId())
                                .secretAccessKey(key.secret())
                                .sessionToken(key.token())
                                .expiration(Instant.ofEpochMilli(key.expiresAtMillis()))
                                .build())
                .assumedRoleUser(
                        AssumedRoleUser.builder()
                                .arn(key.session().arn())
                                .assumedRoleId(key.session().userId())
                                .build())
                .sourceIdentity(sourceIdentity)
                .build();
    }
}
