package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The GPUs of this machine, by the file that the ECS-optimized GPU images write at their start and
/// the agent reads (amazon-ecs-agent, agent/gpu/nvidia_gpu_manager_unix.go).
final class MachineGpus {
    static final Path FILE = Path.of("/var/lib/ecs/gpu/nvidia-gpu-info.json");
    private static final Logger LOG = LoggerFactory.getLogger(MachineGpus.class);

    private MachineGpus() {}

    /// Their ids, such as `GPU-0f3c...`; none when they cannot be read.
    static List<String> read(Path file) {
        List<String> ids = new ArrayList<>();
        try {
            JsonNode json = TaskPlan.JSON.readTree(Files.readString(file));
            json.path("GPUIDs").forEach(id -> ids.add(id.asText()));
        } catch (IOException e) {
            LOG.warn(
                    "ECS_ENABLE_GPU_SUPPORT is on, but {} cannot be read: {}; write"
                            + " {\"GPUIDs\": [the UUIDs of nvidia-smi -L]}",
                    file,
                    e.getMessage());
        }
        return ids;
    }
}
