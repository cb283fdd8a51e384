package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.aws.wire.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    @TempDir private Path directory;

    private KeyRing keys(String... profiles) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < profiles.length; i++) {
            text.append(
                    "[%s]\naws_access_key_id = AKIA%d\naws_secret_access_key = secret%d\n"
                            .formatted(profiles[i], i, i));
        }
        Path file = directory.resolve("credentials");
        Files.writeString(file, text);
        return KeyRing.open(file, "123456789012");
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012,arn:aws:iam::123456789012:root",
        "123456789012:root,arn:aws:iam::123456789012:root",
        "123456789012:user/ann,arn:aws:iam::123456789012:user/ann",
        "profile 210987654321:user/a/b/ann@x,arn:aws:iam::210987654321:user/a/b/ann@x"
    })
    void a_profile_is_who_its_name_says(String profile, String arn) throws IOException {
        AccessKey key = Objects.requireNonNull(keys(profile).find("AKIA0"));
        assertThat(key.principal().arn()).isEqualTo(arn);
        assertThat(key.toString()).doesNotContain("secret0");
    }

    @Test
    void an_account_may_have_its_owner_and_users() throws IOException {
        KeyRing keys = keys("123456789012", "123456789012:user/ann", "123456789012:user/bob");
        assertThat(keys.first().id()).isEqualTo("AKIA0");
        assertThat(Objects.requireNonNull(keys.find("AKIA2")).principal().arn()).endsWith("/bob");
        assertThat(keys.find("AKIA3")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"default", "12345", "123456789012:user", "123456789012:user/", "1:role/a"})
    void a_profile_that_is_nobody_is_named(String profile) {
        assertThatThrownBy(() -> keys(profile))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("line 1: expected a profile");
    }
}
