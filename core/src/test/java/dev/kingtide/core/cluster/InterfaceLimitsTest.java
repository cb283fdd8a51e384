package dev.kingtide.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tasks of network mode awsvpc per instance (ECS developer guide, container-instance-eni).
class InterfaceLimitsTest {

    @ParameterizedTest(name = "{0}: {1} without trunking, {2} with")
    @CsvSource({
        "m5.large, 2, 10",
        "c5.xlarge, 3, 20",
        "r5d.24xlarge, 14, 120",
        "m6g.medium, 1, 4",
        "m6i.8xlarge, 7, 90",
        "m6in.32xlarge, 13, 120",
        "a1.medium, 1, 10",
        "m5zn.3xlarge, 7, 98",
        "i4i.32xlarge, 14, 498",
        "p4d.24xlarge, 59, 120",
        "t3.medium, 2, 2",
        "unheard.of, 1, 1"
    })
    void an_instance_type_takes_so_many_awsvpc_tasks(String type, int without, int with) {
        assertThat(InterfaceLimits.of(type, false)).isEqualTo(without);
        assertThat(InterfaceLimits.of(type, true)).isEqualTo(with);
        assertThat(InterfaceLimits.knows(type)).isEqualTo(!type.startsWith("unheard"));
    }
}
