package dev.kingtide.aws.ecs;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Laying what a caller gives over what is kept, member by member of AWS's shapes.
final class Overlay {

    private Overlay() {}

    /// Sets the members of a builder to those of the same name and type that a request gives; the
    /// others stay as they are.
    static <B extends SdkPojo> B over(B builder, @Nullable SdkPojo given) {
        if (given == null) {
            return builder;
        }
        Map<String, SdkField<?>> members = builder.sdkFieldNameToField();
        for (SdkField<?> field : given.sdkFields()) {
            Object value = field.getValueOrDefault(given);
            SdkField<?> member = members.get(field.memberName());
            if (member == null) {
                member = members.get(field.locationName());
            }
            if (isGiven(value) && member != null && sameType(member, field)) {
                member.set(builder, value);
            }
        }
        return builder;
    }

    private static boolean isGiven(@Nullable Object value) {
        return value != null
                && !(value instanceof SdkAutoConstructList)
                && !(value instanceof SdkAutoConstructMap);
    }

    private static boolean sameType(SdkField<?> member, SdkField<?> field) {
        boolean structures = member.constructor() != null && field.constructor() != null;
        return member.marshallingType().equals(field.marshallingType())
                && (!structures
                        || member.constructor()
                                .get()
                                .getClass()
                                .equals(field.constructor().get().getClass()));
    }
}
