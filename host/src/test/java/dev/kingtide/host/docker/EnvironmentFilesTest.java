package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.EnvironmentFile;

/// Files of environment variables, by the agent's rules.
class EnvironmentFilesTest {
    @TempDir private Path directory;

    private static EnvironmentFile file(String arn) {
        return EnvironmentFile.builder().type("s3").value(arn).build();
    }

    @Test
    void lines_are_variables_and_the_first_file_that_has_one_counts() throws Exception {
        Path bucket = Files.createDirectories(directory.resolve("shop/prod"));
        Files.writeString(
                bucket.resolve("a.env"), "# of the shop\nA=1\nB=x=y\nEMPTY=\n=nameless\nnothing\n");
        Files.writeString(bucket.resolve("b.env"), "A=2\nC=3\n");
        assertThat(
                        new EnvironmentFiles(directory)
                                .read(
                                        List.of(
                                                file("arn:aws:s3:::shop/prod/a.env"),
                                                file("arn:aws:s3:::shop/prod/b.env"))))
                .isEqualTo(Map.of("A", "1", "B", "x=y", "C", "3"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::shop/gone.env, cannot be read",
        "arn:aws:s3:::../secrets.json, is no ARN",
        "shop/prod.env, is no ARN",
        "arn:aws:s3:::, is no ARN"
    })
    void what_is_not_there_says_where_to_put_it(String arn, String why) {
        assertThatThrownBy(() -> new EnvironmentFiles(directory).read(List.of(file(arn))))
                .isInstanceOf(Faulty.class)
                .hasMessageStartingWith(
                        "ResourceInitializationError: failed to download env files: " + arn)
                .hasMessageContaining(why);
    }
}
