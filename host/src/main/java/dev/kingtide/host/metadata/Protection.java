package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import dev.kingtide.core.Refusal;
import dev.kingtide.host.ControlPlane;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/// A container asks whether its task is protected from scale-in, or wants it to be (ECS developer
/// guide, task-scale-in-protection-endpoint; amazon-ecs-agent,
/// ecs-agent/tmds/handlers/taskprotection/v1): `GET` and `PUT` of
/// `$ECS_AGENT_URI/task-protection/v1/state`. As there, the task needs a role to ask with.
final class Protection {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PARAMETER = "InvalidParameterException";

    private Protection() {}

    /// @param resident null when nobody has the id that was asked with
    static WireResponse answer(
            ControlPlane plane, @Nullable Resident resident, WireRequest request) {
        boolean update = request.method().equals("PUT");
        if (!update && !request.method().equals("GET")) {
            return MetadataServer.json(405, JSON.missingNode());
        }
        JsonNode asked = update ? read(request.body()) : JSON.missingNode();
        if (asked == null) {
            return error(400, "", PARAMETER, "UpdateTaskProtection: failed to decode request");
        }
        if (resident == null) {
            return error(
                    404, "", "ResourceNotFoundException", "Failed to find a task for the request");
        }
        String arn = resident.arn();
        if (update && !asked.hasNonNull("ProtectionEnabled")) {
            return error(
                    400,
                    arn,
                    PARAMETER,
                    "Invalid request: does not contain 'ProtectionEnabled' field");
        }
        Api api = plane.api(resident.scope());
        if (resident.roleArn() == null || api == null) {
            return error(
                    403,
                    arn,
                    "AccessDeniedException",
                    "Invalid Request: no task IAM role credentials available for task");
        }
        try {
            return update ? update(api, resident, asked) : get(api, resident);
        } catch (Refusal refusal) {
            return error(400, arn, refusal.code(), refusal.message());
        }
    }

    /// The body, null when it is not one: an unknown member is an error too.
    private static @Nullable JsonNode read(byte[] body) {
        try {
            JsonNode asked = JSON.readTree(body);
            JsonNode enabled = asked.path("ProtectionEnabled");
            JsonNode minutes = asked.path("ExpiresInMinutes");
            boolean fits =
                    asked.isObject()
                            && (enabled.isMissingNode() || enabled.isNull() || enabled.isBoolean())
                            && (minutes.isMissingNode()
                                    || minutes.isNull()
                                    || (minutes.isIntegralNumber() && minutes.canConvertToInt()));
            for (Iterator<String> names = asked.fieldNames(); fits && names.hasNext(); ) {
                String name = names.next();
                fits = name.equals("ProtectionEnabled") || name.equals("ExpiresInMinutes");
            }
            return fits ? asked : null;
        } catch (IOException e) {
            return null; // no JSON
        }
    }

    private static WireResponse get(Api api, Resident resident) {
        var answer =
                (GetTaskProtectionResponse)
                        api.call(
                                "ecs:GetTaskProtection",
                                GetTaskProtectionRequest.builder()
                                        .cluster(resident.task().identity().clusterName())
                                        .tasks(resident.task().id())
                                        .build());
        return said(answer.protectedTasks(), answer.failures());
    }

    private static WireResponse update(Api api, Resident resident, JsonNode asked) {
        JsonNode minutes = asked.path("ExpiresInMinutes");
        var answer =
                (UpdateTaskProtectionResponse)
                        api.call(
                                "ecs:UpdateTaskProtection",
                                UpdateTaskProtectionRequest.builder()
                                        .cluster(resident.task().identity().clusterName())
                                        .tasks(resident.task().id())
                                        .protectionEnabled(
                                                asked.path("ProtectionEnabled").asBoolean())
                                        .expiresInMinutes(
                                                minutes.isNumber() ? minutes.asInt() : null)
                                        .build());
        return said(answer.protectedTasks(), answer.failures());
    }

    private static WireResponse said(List<ProtectedTask> tasks, List<Failure> failures) {
        ObjectNode json = JSON.createObjectNode();
        if (!failures.isEmpty()) {
            Failure failure = failures.getFirst();
            json.putObject("failure")
                    .put("Arn", failure.arn())
                    .put("Detail", failure.detail())
                    .put("Reason", failure.reason());
        } else {
            ProtectedTask task = tasks.getFirst();
            json.putObject("protection")
                    .put(
                            "ExpirationDate",
                            task.expirationDate() == null ? null : "" + task.expirationDate())
                    .put("ProtectionEnabled", task.protectionEnabled())
                    .put("TaskArn", task.taskArn());
        }
        return MetadataServer.json(200, json);
    }

    private static WireResponse error(int status, String arn, String code, String message) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode error = json.putObject("error");
        if (!arn.isEmpty()) {
            error.put("Arn", arn);
        }
        error.put("Code", code).put("Message", message);
        return MetadataServer.json(status, json);
    }
}
