package dev.kingtide.rehearsal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.source.FileRead;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import org.junit.jupiter.api.Test;

class TrafficSourcesTest {
    private static final String LINE =
            "http 2026-11-20T20:00:00.186641Z app/lb/50dc6c495c0c9188 192.0.2.1:2817 10.0.0.1:80"
                    + " 0.000 0.001 0.000 200 200 34 366 \"GET http://x:80/ HTTP/1.1\" \"curl\" - -"
                    + " - \"-\" \"-\" \"-\" 0 2026-11-20T20:00:00.100000Z \"forward\"\n";

    private final FakeFiles files =
            new FakeFiles()
                    .with("launch.yaml", BadLaunchTest.GOOD)
                    .with("cluster.json", "{\"clusterName\": \"shop\"}")
                    .with("taskdef.json", "{\"family\": \"web\"}")
                    .with("logs/2026/a.log", LINE.repeat(30))
                    .with("logs/b.log", LINE.repeat(20) + "cut off\n" + LINE.repeat(10));

    private Launch launch(String traffic) {
        String launch =
                BadLaunchTest.GOOD
                        .replace("{shape: constant, requestsPerSecond: 100}", traffic)
                        .replaceAll("(?s)calls:.*", "calls: []\n");
        return LaunchLoader.load(
                new Sources(files.with("launch.yaml", launch), new Problems()), null);
    }

    @Test
    void a_sentence_stands_for_the_words_of_the_traffic() {
        double[] short_ = launch("from 200 to 5,000 rps in 3 minutes").forecast().perSecond();
        double[] long_ =
                launch("{words: \"from 200 to 5,000 rps in 3 minutes\"}").forecast().perSecond();
        assertThat(short_).isEqualTo(long_);
        assertThat(short_[0]).isBetween(200.0, 230.0);
        assertThat(short_[180]).isEqualTo(5_000);
    }

    @Test
    void all_logs_of_a_folder_count_as_one_input_and_bad_lines_are_noted() {
        Launch launch = launch("{accessLogs: logs/, afterEnd: hold, scale: 2}");
        assertThat(launch.forecast().at(0)).isEqualTo(120);
        assertThat(launch.notes())
                .containsExactly(
                        "traffic.accessLogs: 1 of 61 lines are not of an access log and do not"
                                + " count: logs/b.log:21: it begins with \"cut\"");
        FileRead logs = launch.files().getLast();
        assertThat(logs.name()).isEqualTo("logs/ (2 files)");
        assertThat(logs.bytes()).isEqualTo(60L * LINE.length() + 8);
    }

    @Test
    void another_seed_is_the_same_launch_with_another_crowd() {
        Launch one = launch("100 rps");
        Launch two = one.withSeed(one.seed() + 1);
        assertThat(two.forecast()).isSameAs(one.forecast());
        assertThat(two.seed()).isEqualTo(one.seed() + 1);
        assertThat(crowd(two)).isNotEqualTo(crowd(one));
        assertThat(crowd(two.withSeed(one.seed()))).isEqualTo(crowd(one));
    }

    private static double[] crowd(Launch launch) {
        double[] all = new double[60];
        for (int i = 0; i < all.length; i++) {
            all[i] = launch.inputs().crowds().getFirst().demand().requestsInSecond(i);
        }
        return all;
    }
}
