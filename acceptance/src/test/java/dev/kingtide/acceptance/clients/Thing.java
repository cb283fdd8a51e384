package dev.kingtide.acceptance.clients;

import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/// Something that ECS keeps for a client, by its name.
///
/// Its state is one text with all that was written of it, the tags too; of what is not there, or
/// was deleted, it is [#ABSENT].
sealed interface Thing {

    /// The state of what was never made, or deleted.
    String ABSENT = "absent";

    /// Its state now.
    String state(EcsClient ecs);

    private static String tagged(List<Tag> tags) {
        return String.join(
                ",", tags.stream().map(t -> t.key() + "=" + t.value()).sorted().toList());
    }

    /// A cluster with a tag.
    record Cluster(String name) implements Thing {
        /// As it is when all of it was written.
        static String written(String tag) {
            return "ACTIVE n=" + tag;
        }

        @Override
        public String state(EcsClient ecs) {
            return ecs
                    .describeClusters(d -> d.clusters(name).include(ClusterField.TAGS))
                    .clusters()
                    .stream()
                    .filter(cluster -> cluster.status().equals("ACTIVE"))
                    .map(cluster -> "ACTIVE " + tagged(cluster.tags()))
                    .findFirst()
                    .orElse(ABSENT);
        }
    }

    /// A revision of a task definition.
    record Revision(String family, int number) implements Thing {
        static String written(String status, String image) {
            return status + ' ' + image + " n=" + image;
        }

        @Override
        public String toString() {
            return family + ':' + number;
        }

        @Override
        public String state(EcsClient ecs) {
            try {
                var answer =
                        ecs.describeTaskDefinition(d ->
                                d.taskDefinition(toString()).include(TaskDefinitionField.TAGS));
                TaskDefinition definition = answer.taskDefinition();
                String image = definition.containerDefinitions().getFirst().image();
                return definition.statusAsString() + ' ' + image + ' ' + tagged(answer.tags());
            } catch (ClientException none) {
                return ABSENT;
            }
        }
    }

    /// A service.
    record Served(String cluster, String name) implements Thing {
        static String written(int desiredCount, Revision definition, String tag) {
            return "ACTIVE " + desiredCount + " of " + definition + " n=" + tag;
        }

        @Override
        public String state(EcsClient ecs) {
            return ecs
                    .describeServices(
                            d -> d.cluster(cluster).services(name).include(ServiceField.TAGS))
                    .services()
                    .stream()
                    .filter(service -> service.status().equals("ACTIVE"))
                    .map(Served::text)
                    .findFirst()
                    .orElse(ABSENT);
        }

        private static String text(Service service) {
            String definition = service.taskDefinition();
            return "ACTIVE %d of %s %s"
                    .formatted(
                            service.desiredCount(),
                            definition.substring(definition.indexOf('/') + 1),
                            tagged(service.tags()));
        }
    }

    /// The tasks of one RunTask.
    record Run(String cluster, String startedBy) implements Thing {
        static String written(int tasks) {
            return tasks + " tasks";
        }

        @Override
        public String state(EcsClient ecs) {
            int tasks = tasks(ecs, DesiredStatus.RUNNING) + tasks(ecs, DesiredStatus.STOPPED);
            return tasks == 0 ? ABSENT : written(tasks);
        }

        private int tasks(EcsClient ecs, DesiredStatus status) {
            return ecs.listTasks(l -> l.cluster(cluster).startedBy(startedBy).desiredStatus(status))
                    .taskArns()
                    .size();
        }
    }

    /// That a task shall stop.
    record Stop(String cluster, String task) implements Thing {
        static String written() {
            return "STOPPED";
        }

        @Override
        public String state(EcsClient ecs) {
            String status =
                    ecs.describeTasks(d -> d.cluster(cluster).tasks(task))
                            .tasks()
                            .getFirst()
                            .desiredStatus();
            return status.equals("STOPPED") ? written() : ABSENT;
        }
    }
}
