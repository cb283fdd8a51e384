package dev.kingtide.host.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bytes of Session Manager's messages, and words of command lines.
class AgentMessageTest {
    private static final AgentMessage HELLO =
            new AgentMessage(
                    AgentMessage.INPUT,
                    0x0102030405060708L,
                    7,
                    UUID.fromString("dd01e56b-ff48-483e-a508-b5f073f31b16"),
                    AgentMessage.PAYLOAD_OUTPUT,
                    "hello".getBytes(StandardCharsets.UTF_8));

    @Test
    void a_message_is_laid_out_as_the_plugin_reads_it() {
        assertThat(HexFormat.of().formatHex(HELLO.bytes()))
                .isEqualTo(
                        "00000074"
                                + "696e7075745f73747265616d5f64617461"
                                + "20".repeat(15)
                                + "00000001"
                                + "0102030405060708"
                                + "0000000000000007"
                                + "0000000000000000"
                                + "a508b5f073f31b16dd01e56bff48483e"
                                + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
                                + "00000001"
                                + "00000005"
                                + "68656c6c6f");
    }

    @Test
    void what_was_written_is_read() {
        AgentMessage read = AgentMessage.read(HELLO.bytes());
        assertThat(read).isNotNull();
        assertThat(read.bytes()).isEqualTo(HELLO.bytes());
        assertThat(read.text()).isEqualTo("hello");
    }

    @Test
    void what_is_cut_or_altered_is_no_message() {
        byte[] bytes = HELLO.bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(AgentMessage.read(Arrays.copyOf(bytes, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
        bytes[bytes.length - 1]++;
        assertThat(AgentMessage.read(bytes)).isNull();
        bytes[0] = 0x7f;
        assertThat(AgentMessage.read(bytes)).as("a head longer than all").isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/bin/sh | [/bin/sh]",
                "sh -c 'ls -l' | [sh, -c, ls -l]",
                "echo \"a 'b' \\\"c\\\"\" d\\ e | [echo, a 'b' \"c\", d e]",
                "a '' b | [a, , b]",
                "echo 'it''s' \"$x\" | [echo, its, $x]",
                "echo 'a\\b' \"a\\b\" | [echo, a\\b, a\\b]",
                "open 'end of | [open, end of]",
            })
    void a_line_has_the_words_that_a_shell_finds(String line, String words) {
        assertThat(Words.of(line)).hasToString(words);
    }
}
