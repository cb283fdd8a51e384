package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects of S3 as files.
class S3FilesTest {
    @TempDir private Path directory;

    private @Nullable String read(String bucket, String key, int most) {
        byte[] bytes = new S3Files(directory.resolve("s3")).read(bucket, key, most);
        return bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void an_object_is_a_file_in_its_bucket() throws Exception {
        Files.createDirectories(directory.resolve("s3/shop/tls"));
        Files.writeString(directory.resolve("s3/shop/tls/cas.pem"), "0123456789");
        assertThat(read("shop", "tls/cas.pem", 100)).isEqualTo("0123456789");
        assertThat(read("shop", "tls/cas.pem", 4)).isEqualTo("01234");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    shop, gone.pem
                    shop, tls
                    shop, .
                    shop, ../other/a.pem
                    shop, ../../secret
                    .., secret
                    ., other/a.pem
                    shop/../other, a.pem
                    other/.., other/a.pem
                    """)
    void nothing_else_is_an_object(String bucket, String key) throws Exception {
        Files.createDirectories(directory.resolve("s3/shop/tls"));
        Files.createDirectories(directory.resolve("s3/other"));
        Files.writeString(directory.resolve("s3/other/a.pem"), "other");
        Files.writeString(directory.resolve("secret"), "secret");
        assertThat(read(bucket, key, 100)).isEqualTo(key.equals("a.pem") ? "other" : null);
    }

    @Test
    void a_name_that_no_file_can_have_is_no_object() {
        assertThat(read("shop", "a\0b", 100)).isNull();
    }
}
