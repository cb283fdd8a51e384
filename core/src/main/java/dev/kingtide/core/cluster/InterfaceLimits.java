package dev.kingtide.core.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many tasks of network mode `awsvpc` an EC2 instance type can hold: one elastic network
/// interface each.
///
/// Source: ECS developer guide, container-instance-eni (2023), table of supported instance types.
/// Without trunking the limit is the type's interfaces less the primary one; with it (the account
/// setting `awsvpcTrunking`, for instances launched after opting in) a trunk carries more. The
/// burstable families (t2, t3, t3a, t4g) cannot have a trunk; their interfaces are from the EC2
/// user guide, using-eni (interfaces per instance type).
public final class InterfaceLimits {
    /// Families, then `size without/with` pairs.
    private static final String TABLE =
            """
            m5 m5a m5ad m5d m5dn m5n c5 c5a c5ad c5d c5n r5 r5a r5ad r5b r5d r5dn r5n: \
            large 2/10 xlarge 3/20 2xlarge 3/40 4xlarge 7/60 8xlarge 7/60 9xlarge 7/60 \
            12xlarge 7/60 16xlarge 14/120 18xlarge 14/120 24xlarge 14/120 metal 14/120
            m6g m6gd m7g c6g c6gd c6gn c7g r6g r6gd r7g: \
            medium 1/4 large 2/10 xlarge 3/20 2xlarge 3/40 4xlarge 7/60 8xlarge 7/60 \
            12xlarge 7/60 16xlarge 14/120 metal 14/120
            m6i m6id m6a c6i c6id c6a r6i r6id r6a: \
            large 2/10 xlarge 3/20 2xlarge 3/40 4xlarge 7/60 8xlarge 7/90 12xlarge 7/120 \
            16xlarge 14/120 24xlarge 14/120 32xlarge 14/120 48xlarge 14/120 metal 14/120
            m6in m6idn c6in r6in r6idn: \
            large 2/10 xlarge 3/20 2xlarge 3/40 4xlarge 7/60 8xlarge 7/90 12xlarge 7/120 \
            16xlarge 14/120 24xlarge 14/120 32xlarge 13/120 metal 13/120
            a1: medium 1/10 large 2/10 xlarge 3/20 2xlarge 3/40 4xlarge 7/60
            m5zn: large 2/14 xlarge 3/31 2xlarge 3/64 3xlarge 7/98 6xlarge 7/120
            g5: xlarge 3/6 2xlarge 3/19 4xlarge 7/40 8xlarge 7/90 12xlarge 14/120 \
            16xlarge 7/120 24xlarge 14/120 48xlarge 6/120
            i4i: xlarge 3/8 2xlarge 3/28 4xlarge 7/58 8xlarge 7/118 16xlarge 14/248 32xlarge 14/498
            p4d dl1: 24xlarge 59/120
            t2: micro 1/1 small 2/2 medium 2/2 large 2/2 xlarge 2/2 2xlarge 2/2
            t3 t3a: micro 1/1 small 2/2 medium 2/2 large 2/2 xlarge 3/3 2xlarge 3/3
            t4g: micro 1/1 small 2/2 medium 2/2 large 2/2 xlarge 3/3 2xlarge 3/3
            """;

    /// Without a line of its own in the table: the fewest of any type, so that a rehearsal does not
    /// promise what the machine may not have.
    private static final int UNKNOWN = 1;

    private static final Map<String, List<Integer>> BY_TYPE = read();

    private InterfaceLimits() {}

    /// How many tasks an instance of the type can hold.
    public static int of(String instanceType, boolean trunking) {
        List<Integer> limits = BY_TYPE.get(instanceType);
        return limits == null ? UNKNOWN : limits.get(trunking ? 1 : 0);
    }

    /// Whether the table has the type.
    public static boolean knows(String instanceType) {
        return BY_TYPE.containsKey(instanceType);
    }

    private static Map<String, List<Integer>> read() {
        Map<String, List<Integer>> byType = new TreeMap<>();
        TABLE.lines().forEach(line -> read(line, byType));
        return byType;
    }

    private static void read(String line, Map<String, List<Integer>> byType) {
        int colon = line.indexOf(':');
        List<String> sizes = List.of(line.substring(colon + 1).strip().split("\\s+", -1));
        for (String family : List.of(line.substring(0, colon).split("\\s+", -1))) {
            for (int i = 0; i < sizes.size(); i += 2) {
                String limits = sizes.get(i + 1);
                int slash = limits.indexOf('/');
                byType.put(
                        family + '.' + sizes.get(i),
                        List.of(
                                Integer.valueOf(limits.substring(0, slash)),
                                Integer.valueOf(limits.substring(slash + 1))));
            }
        }
    }
}
