package dev.kingtide.aws.ecs;

import dev.kingtide.aws.PageMark;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.Index;
import dev.kingtide.core.World;
import dev.kingtide.core.task.Families;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;

/// ListTaskDefinitions and ListTaskDefinitionFamilies (ECS API reference): by family, then by
/// revision, or the other way round.
final class TaskDefinitionListing {
    private static final int LISTED_MAX = 100;
    private final Turns turns;

    TaskDefinitionListing(Turns turns) {
        this.turns = turns;
    }

    /// The ARNs of revisions, of all families or of one; the ACTIVE ones without a wish.
    ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest request) {
        var asked =
                Page.Asked.of(
                        "ListTaskDefinitions",
                        request.nextToken(),
                        request.maxResults(),
                        LISTED_MAX);
        String status = request.status() == null ? "ACTIVE" : request.statusAsString();
        boolean newestFirst = request.sort() == SortOrder.DESC;
        String family = request.familyPrefix();
        return turns.decide(turn -> {
            World world = turn.world();
            NavigableSet<String> families = families(world, family, newestFirst);
            Position from = Position.of(asked.after(), newestFirst);
            Page<TaskDefinition> page =
                    Page.of(
                            asked,
                            () -> new Revisions(world.tasks().byFamily, families, from),
                            TaskDefinition::key,
                            TaskDefinition::revision,
                            d -> d.status().name().equals(status));
            return ListTaskDefinitionsResponse.builder()
                    .taskDefinitionArns(page.map(d -> Names.definitionArn(world.scope(), d.key())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static NavigableSet<String> families(
            World world, @Nullable String family, boolean newestFirst) {
        NavigableSet<String> all = world.tasks().families.names();
        NavigableSet<String> wanted = family == null ? all : all.subSet(family, true, family, true);
        return newestFirst ? wanted.descendingSet() : wanted;
    }

    /// The families whose name begins with a prefix; without a wish those with and without an
    /// ACTIVE revision.
    ListTaskDefinitionFamiliesResponse families(ListTaskDefinitionFamiliesRequest request) {
        var asked =
                Page.Asked.of(
                        "ListTaskDefinitionFamilies",
                        request.nextToken(),
                        request.maxResults(),
                        LISTED_MAX);
        String prefix = request.familyPrefix() == null ? "" : request.familyPrefix();
        return turns.decide(turn -> {
            Families families = turn.world().tasks().families;
            PageMark after = asked.after();
            NavigableSet<String> rest =
                    after == null
                            ? families.names().tailSet(prefix, true)
                            : families.names().tailSet(after.key(), false);
            Page<String> page =
                    Page.of(
                            asked,
                            () -> new Prefixed(rest.iterator(), prefix),
                            name -> name,
                            name -> 0,
                            wanted(families, request.status()));
            return ListTaskDefinitionFamiliesResponse.builder()
                    .families(page.rows())
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static Predicate<String> wanted(
            Families families, @Nullable TaskDefinitionFamilyStatus status) {
        return switch (status) {
            case ALL -> name -> true;
            case INACTIVE -> name -> !families.isActive(name);
            case ACTIVE, UNKNOWN_TO_SDK_VERSION -> families::isActive;
            case null -> name -> true;
        };
    }

    /// Names in order, as long as they begin with a prefix.
    private static final class Prefixed implements Iterator<String> {
        private final Iterator<String> names;
        private final String prefix;
        private @Nullable String next;

        Prefixed(Iterator<String> names, String prefix) {
            this.names = names;
            this.prefix = prefix;
            advance();
        }

        private void advance() {
            String name = names.hasNext() ? names.next() : null;
            next = name != null && name.startsWith(prefix) ? name : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public String next() {
            String name = next;
            if (name == null) {
                throw new NoSuchElementException();
            }
            advance();
            return name;
        }
    }

    /// Where a list goes on.
    ///
    /// @param family the family that the page before ended in, or null
    /// @param revision the last one on it
    private record Position(@Nullable String family, int revision, boolean newestFirst) {

        static Position of(@Nullable PageMark after, boolean newestFirst) {
            if (after == null) {
                return new Position(null, 0, newestFirst);
            }
            String key = after.key();
            int colon = key.lastIndexOf(':');
            return colon < 0
                    ? new Position(null, 0, newestFirst)
                    : new Position(key.substring(0, colon), (int) after.stamp(), newestFirst);
        }

        NavigableSet<String> rest(NavigableSet<String> families) {
            return family == null ? families : families.tailSet(family, true);
        }

        Iterator<TaskDefinition> of(Index<String, TaskDefinition> byFamily, String name) {
            if (!name.equals(family)) {
                return all(byFamily, name);
            }
            Iterable<TaskDefinition> past =
                    byFamily.past(name, family + ':' + revision, newestFirst);
            return past != null ? past.iterator() : beyond(all(byFamily, name));
        }

        private Iterator<TaskDefinition> all(Index<String, TaskDefinition> byFamily, String name) {
            return newestFirst
                    ? byFamily.newestFirst(name).iterator()
                    : byFamily.get(name).iterator();
        }

        /// What comes after a revision that is deleted.
        private Iterator<TaskDefinition> beyond(Iterator<TaskDefinition> definitions) {
            List<TaskDefinition> rest = new ArrayList<>();
            definitions.forEachRemaining(d -> {
                if (newestFirst ? d.revision() < revision : d.revision() > revision) {
                    rest.add(d);
                }
            });
            return rest.iterator();
        }
    }

    /// The revisions of families, one family after another.
    private static final class Revisions implements Iterator<TaskDefinition> {
        private final Index<String, TaskDefinition> byFamily;
        private final Iterator<String> families;
        private final Position from;
        private Iterator<TaskDefinition> revisions = List.<TaskDefinition>of().iterator();

        Revisions(
                Index<String, TaskDefinition> byFamily,
                NavigableSet<String> families,
                Position from) {
            this.byFamily = byFamily;
            this.families = from.rest(families).iterator();
            this.from = from;
        }

        @Override
        public boolean hasNext() {
            while (!revisions.hasNext() && families.hasNext()) {
                revisions = from.of(byFamily, families.next());
            }
            return revisions.hasNext();
        }

        @Override
        public TaskDefinition next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return revisions.next();
        }
    }
}
