package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a file is instead of the output of `terraform show -json`, and the command that makes it.
final class Kind {
    /// How the right file is made, for messages.
    static final String MAKE =
            "make it by: terraform plan -out plan.tfplan && terraform show -json plan.tfplan >"
                    + " plan.json (or, of what is applied: terraform show -json > state.json)";

    private static final int LOOKED_AT = 4096;
    private static final Pattern CONFIGURATION =
            Pattern.compile(
                    "(?m)^\\s*(resource|module|provider|variable|terraform|locals|data|output)\\b"
                            + "[^\\n]*\\{");

    private Kind() {}

    /// What bytes are that cannot be JSON of Terraform; null when they may be.
    static @Nullable String ofBytes(ByteBuffer bytes) {
        byte[] head = new byte[Math.min(LOOKED_AT, bytes.remaining())];
        bytes.duplicate().get(head);
        if (head.length > 1 && head[0] == 'P' && head[1] == 'K') {
            return "a binary plan";
        }
        if (head.length > 1 && (head[0] & 0xFF) + (head[1] & 0xFF) == 0xFF + 0xFE) {
            return "text in UTF-16, as PowerShell's > writes it; save it as UTF-8";
        }
        String text = new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        if (text.startsWith("{\"@level\"")) {
            return "the log of terraform plan -json";
        }
        if (text.startsWith("{")) {
            return null;
        }
        if (text.isEmpty()) {
            return "empty";
        }
        if (CONFIGURATION.matcher(text).find() && !text.contains("will be created")) {
            return "Terraform's configuration";
        }
        return text.contains("Terraform ") || text.startsWith("# ")
                ? "what Terraform prints for people"
                : "not JSON";
    }

    /// What a JSON object is that is neither a plan nor a state; null when it is one of them.
    static @Nullable String ofTree(Node.Mapping root) {
        if (root.get("planned_values") instanceof Node.Mapping) {
            return null;
        }
        if (root.get("format_version") != null) {
            return root.get("values") instanceof Node.Mapping
                    ? null
                    : "a state without resources: nothing is applied here";
        }
        if (root.get("lineage") != null || root.get("terraform_version") != null) {
            return "Terraform's own state file";
        }
        boolean configuration =
                List.of("resource", "module", "provider", "terraform").stream()
                        .anyMatch(root.entries()::containsKey);
        return configuration
                ? "Terraform's configuration in JSON"
                : "JSON, but neither a plan nor a state";
    }
}
