package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Sources;
import dev.kingtide.rehearsal.terraform.Call;
import dev.kingtide.rehearsal.terraform.Terraform;
import dev.kingtide.rehearsal.terraform.Terraform.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Reads `terraform` of a launch: a plan or state in the directory, by its name or as `file` beside
/// `values`.
///
/// @param translation what it gives
/// @param account the account of the launch file, or else of the plan
/// @param region the same of the region
record TerraformReader(Translation translation, @Nullable String account, @Nullable String region) {

    static TerraformReader read(
            Section launch,
            @Nullable String account,
            @Nullable String region,
            Sources sources,
            long startMillis) {
        Node node = launch.take(Sources.TERRAFORM, List.of(Keys.Kind.TEXT, Keys.Kind.MAP));
        if (node == null) {
            return new TerraformReader(Translation.NONE, account, region);
        }
        Node.Mapping values = null;
        String file;
        if (node instanceof Node.Text text) {
            file = text.value();
        } else if (node instanceof Node.Sequence) {
            launch.problem(
                    Sources.TERRAFORM, "a list", "a file such as plan.json, or file and values");
            file = "";
        } else {
            Section section = launch.section(Sources.TERRAFORM);
            file = section.requiredText("file", "what terraform show -json printed: plan.json");
            if (section.section("values").keys().isEmpty()) {
                section.take("values");
            } else if (section.take("values") instanceof Node.Mapping given) {
                values = given;
            }
            section.done();
        }
        Translation read =
                file.isEmpty()
                        ? Translation.NONE
                        : Terraform.read(
                                sources,
                                new Terraform.Request(
                                        file,
                                        launch.place(Sources.TERRAFORM),
                                        values,
                                        account,
                                        region,
                                        startMillis));
        return new TerraformReader(
                read,
                account == null ? read.account() : account,
                region == null ? read.region() : region);
    }

    /// The calls, all at the start.
    List<ScriptedCall> calls(Moments moments, Arns arns) {
        List<ScriptedCall> calls = new ArrayList<>();
        for (Call call : translation.calls()) {
            arns.collect(call.input());
            int colon = call.operation().indexOf(':');
            calls.add(
                    new ScriptedCall(
                            calls.size(),
                            call.name(),
                            call.operation().substring(0, colon),
                            call.operation().substring(colon + 1),
                            call.input(),
                            moments.startMillis(),
                            call.place(),
                            call.address()));
        }
        return calls;
    }

    /// The zones of subnets.
    SortedMap<String, String> subnetZones() {
        return translation.subnetZones();
    }

    /// What is not rehearsed as it is written.
    List<String> notes() {
        return translation.notes();
    }
}
