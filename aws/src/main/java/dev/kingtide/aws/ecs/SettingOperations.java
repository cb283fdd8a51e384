package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.PageMark;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.AccountSetting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.Setting;
import software.amazon.awssdk.services.ecs.model.SettingType;

/// The operations on account settings (ECS developer guide, ecs-account-settings): by principal;
/// the root user's are the default of all who have set nothing.
///
/// `containerInsights` decides on new clusters; the others are kept and listed. The long form of
/// ARNs cannot be disabled: AWS took that back on April 1, 2021 (ibid., ecs-resource-arn-timeline).
final class SettingOperations {
    private static final int PAGE_MAX = 10;
    private static final List<String> ON_OFF = List.of("on", "off");
    private static final List<String> LONG_ARNS =
            List.of("serviceLongArnFormat", "taskLongArnFormat", "containerInstanceLongArnFormat");
    private static final List<String> ENABLED_DISABLED = List.of("enabled", "disabled");

    /// What there is to set.
    ///
    /// @param values what it may be; the first is what it is when nobody has set it
    private record Known(String name, List<String> values) {}

    private static final List<Known> KNOWN =
            List.of(
                    new Known("serviceLongArnFormat", ENABLED_DISABLED),
                    new Known("taskLongArnFormat", ENABLED_DISABLED),
                    new Known("containerInstanceLongArnFormat", ENABLED_DISABLED),
                    new Known("awsvpcTrunking", ENABLED_DISABLED.reversed()),
                    new Known("containerInsights", List.of("disabled", "enabled", "enhanced")),
                    new Known("fargateFIPSMode", ENABLED_DISABLED.reversed()),
                    new Known("tagResourceAuthorization", ON_OFF.reversed()),
                    new Known("fargateTaskRetirementWaitPeriod", List.of("7", "0", "14")),
                    new Known("guardDutyActivate", ON_OFF.reversed()),
                    new Known("defaultLogDriverMode", List.of("non-blocking", "blocking")),
                    new Known("fargateEventWindows", ENABLED_DISABLED.reversed()));

    /// The setting that AWS itself makes.
    private static final String AWS_MANAGED = "guardDutyActivate";

    private final Turns turns;

    SettingOperations(Turns turns) {
        this.turns = turns;
    }

    /// What holds for a caller.
    static String effective(World world, Caller caller, String name) {
        return effective(world, caller.principal().iamArn(), known(name)).value();
    }

    /// Sets something for a principal.
    PutAccountSettingResponse put(Caller caller, PutAccountSettingRequest request) {
        return turns.decide(turn ->
                PutAccountSettingResponse.builder()
                        .setting(
                                put(
                                        turn,
                                        principal(caller, request.principalArn()),
                                        request.nameAsString(),
                                        request.value()))
                        .build());
    }

    /// Sets something for all who have not set it themselves.
    PutAccountSettingDefaultResponse putDefault(PutAccountSettingDefaultRequest request) {
        return turns.decide(turn ->
                PutAccountSettingDefaultResponse.builder()
                        .setting(
                                put(
                                        turn,
                                        Names.principal(turn.world().scope()),
                                        request.nameAsString(),
                                        request.value()))
                        .build());
    }

    private static Setting put(Turn turn, String principal, String name, @Nullable String value) {
        Known known = known(name);
        if (name.equals(AWS_MANAGED)) {
            throw ClusterErrors.settingManaged(name);
        }
        if (value == null || !known.values().contains(value)) {
            throw ClusterErrors.settingValue(
                    name, value, known.values().stream().sorted().toList());
        }
        if (LONG_ARNS.contains(name) && value.equals("disabled")) {
            throw ClusterErrors.longArns();
        }
        turn.put(turn.world().clusters().settings, new AccountSetting(principal, name, value));
        return setting(name, value, principal);
    }

    /// Takes back what a principal has set; nothing set is no error.
    DeleteAccountSettingResponse delete(Caller caller, DeleteAccountSettingRequest request) {
        String name = request.nameAsString();
        Known known = known(name);
        return turns.decide(turn -> {
            World world = turn.world();
            String principal = principal(caller, request.principalArn());
            String key = AccountSetting.keyOf(principal, name);
            AccountSetting before = world.clusters().settings.get(key);
            turn.remove(world.clusters().settings, key);
            String value = before == null ? known.values().getFirst() : before.value();
            return DeleteAccountSettingResponse.builder()
                    .setting(setting(name, value, principal))
                    .build();
        });
    }

    /// What a principal has set; with `effectiveSettings` what holds for it.
    ListAccountSettingsResponse list(Caller caller, ListAccountSettingsRequest request) {
        if (request.value() != null && request.name() == null) {
            throw EcsErrors.parameter("An account setting name must be specified with a value.");
        }
        var asked =
                Page.Asked.of(
                        "ListAccountSettings", request.nextToken(), request.maxResults(), PAGE_MAX);
        boolean effective = Boolean.TRUE.equals(request.effectiveSettings());
        return turns.decide(turn -> {
            World world = turn.world();
            String principal = principal(caller, request.principalArn());
            List<Setting> found = new ArrayList<>();
            for (Known known : KNOWN) {
                Setting setting =
                        effective
                                ? effective(world, principal, known)
                                : set(world, principal, known);
                boolean named =
                        request.name() == null || known.name().equals(request.nameAsString());
                if (setting != null
                        && named
                        && (request.value() == null || request.value().equals(setting.value()))) {
                    found.add(setting);
                }
            }
            Page<Setting> page = page(asked, found);
            return ListAccountSettingsResponse.builder()
                    .settings(page.rows())
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static Page<Setting> page(Page.Asked asked, List<Setting> all) {
        List<String> names = KNOWN.stream().map(Known::name).toList();
        PageMark after = asked.after();
        int from = after == null ? -1 : names.indexOf(after.key());
        return Page.of(
                asked,
                all,
                Setting::nameAsString,
                setting -> 0,
                setting -> names.indexOf(setting.nameAsString()) > from);
    }

    private static @Nullable Setting set(World world, String principal, Known known) {
        String key = AccountSetting.keyOf(principal, known.name());
        AccountSetting set = world.clusters().settings.get(key);
        if (set != null) {
            return setting(known.name(), set.value(), principal);
        }
        return null;
    }

    /// What holds for a principal: what it has set, or the root user, or else AWS's default.
    private static Setting effective(World world, String principal, Known known) {
        Setting own = set(world, principal, known);
        String root = Names.principal(world.scope());
        Setting roots = own != null ? own : set(world, root, known);
        return roots != null ? roots : setting(known.name(), known.values().getFirst(), root);
    }

    private static Setting setting(String name, String value, String principal) {
        return Setting.builder()
                .name(name)
                .value(value)
                .principalArn(principal)
                .type(name.equals(AWS_MANAGED) ? SettingType.AWS_MANAGED : SettingType.USER)
                .build();
    }

    /// The principal that a caller names, or itself (ECS API reference, PutAccountSetting).
    private static String principal(Caller caller, @Nullable String arn) {
        if (arn == null || arn.isEmpty()) {
            return caller.principal().iamArn();
        }
        if (!arn.startsWith("arn:aws:iam::" + caller.principal().account() + ':')) {
            throw ClusterErrors.principal(arn);
        }
        return arn;
    }

    private static Known known(String name) {
        for (Known known : KNOWN) {
            if (known.name().equals(name)) {
                return known;
            }
        }
        throw ClusterErrors.settingName(name);
    }
}
