package dev.kingtide.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageDigestTest {

    @Test
    void an_image_that_is_pinned_is_the_one_it_is_pinned_to() {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        assertThat(ImageDigest.of("registry:5000/shop/web@" + digest)).isEqualTo(digest);
        assertThat(ImageDigest.of("shop/web:1@" + digest)).isEqualTo(digest);
    }

    @Test
    void a_name_has_one_digest_and_another_name_another() {
        assertThat(ImageDigest.of("shop/web:1"))
                .matches("sha256:[0-9a-f]{64}")
                .isEqualTo(ImageDigest.of("shop/web:1"))
                .isNotEqualTo(ImageDigest.of("shop/web:2"));
    }
}
