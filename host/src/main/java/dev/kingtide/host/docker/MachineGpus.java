package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.host.engine.EngineInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The GPUs of a machine: of this one by the file that the ECS-optimized GPU images write at their
/// start and the agent reads (amazon-ecs-agent, agent/gpu/nvidia_gpu_manager_unix.go); of any by
/// what its Engine was told of them, `"node-generic-resources": ["NVIDIA-GPU=GPU-0f3c..."]` of its
/// `daemon.json` (docs.docker.com, dockerd: node generic resources).
final class MachineGpus {
    static final Path FILE = Path.of("/var/lib/ecs/gpu/nvidia-gpu-info.json");
    private static final Logger LOG = LoggerFactory.getLogger(MachineGpus.class);

    private MachineGpus() {}

    /// Those of an Engine's machine.
    static List<String> of(boolean own, EngineInfo info) {
        return info.gpus().isEmpty() && own ? read(FILE) : info.gpus();
    }

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
