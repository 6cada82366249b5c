package io.plumbline.preflight;

import io.plumbline.settings.GuardSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a load may go where it would go. Every rule is asked, so that all that is refused is told together. Of
 * an account's number only the last digits are said: who sends a load there has to know it.
 */
public final class Guard {

    private static final String SETTINGS = "plumbline.guard.";

    /** Before a capital that begins a word. */
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private final GuardSettings settings;
    private final Reach reach;
    private final List<String> refusals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Guard(GuardSettings settings, Reach reach) {
        this.settings = settings;
        this.reach = reach;
    }

    /**
     * What became of it.
     *
     * @param refusals why the load may not go, a sentence each; empty where it may
     * @param notes what could not be looked at
     */
    public record Decision(List<String> refusals, List<String> notes) {}

    public static Decision decide(GuardSettings settings, Reach reach, LoadPlan plan, ForeignRows foreign) {
        Guard guard = new Guard(settings, reach);
        guard.owners();
        guard.reach.resources().forEach(guard::tag);
        guard.names();
        guard.traffic(foreign);
        guard.plan(plan);
        guard.confirmation();
        return new Decision(List.copyOf(guard.refusals), List.copyOf(guard.notes));
    }

    /** Why rows may not go into a table that only an action names; its label is not looked at. */
    public static Optional<String> elsewhere(GuardSettings settings, String project, String table) {
        Guard guard =
                new Guard(settings, new Reach(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        guard.project("table " + table, project);
        guard.name("table " + table, table);
        return guard.refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", guard.refusals));
    }

    private void owners() {
        for (Resource resource : reach.ofAws()) {
            if (!settings.accounts().contains(resource.owner())) {
                refuse(
                        "accounts",
                        "the AWS account of %s, %s, is %s; to let loads go there, add its twelve digits",
                        resource.named(),
                        resource.shownOwner(),
                        onNoList(settings.accounts()));
            }
        }
        reach.table().ifPresent(table -> project(table.named(), table.owner()));
        reach.jobProject().ifPresent(project -> project("the look for arrivals", project));
    }

    private void project(String what, String project) {
        if (!settings.projects().contains(project)) {
            refuse(
                    "projects",
                    "the Google project of %s is %s; to let loads go there, set it to \"%s\"",
                    what,
                    onNoList(settings.projects()),
                    with(settings.projects(), project));
        }
    }

    private static String onNoList(Set<String> list) {
        return list.isEmpty() ? "not on the list: it is empty" : "not on the list";
    }

    private static String with(Set<String> list, String more) {
        List<String> all = new ArrayList<>(list.stream().sorted().toList());
        all.add(more);
        return String.join(", ", all);
    }

    private void tag(Resource resource) {
        if (settings.untagged().contains(resource.name())) {
            return;
        }
        GuardSettings.Tag wanted = settings.tag();
        Resource.Kind kind = resource.kind();
        String carried = resource.tags().get(wanted.name());
        String otherwise = "or name %s in plumbline.guard.untagged".formatted(resource.name());
        if (resource.unread().isPresent()) {
            refuse(
                    "tag",
                    "whether %s has the %s %s could not be read: %s; allow %s, %s",
                    resource.named(),
                    kind.tag(),
                    wanted,
                    resource.unread().get(),
                    kind.permission(),
                    otherwise);
        } else if (!wanted.value().equals(carried)) {
            refuse(
                    "tag",
                    "%s has %s; give it the %s %s, %s",
                    resource.named(),
                    carried == null
                            ? "no %s %s".formatted(kind.tag(), wanted.name())
                            : "the %s %s=%s".formatted(kind.tag(), wanted.name(), carried),
                    kind.tag(),
                    wanted,
                    otherwise);
        }
    }

    private void names() {
        reach.resources().forEach(resource -> name(resource.named(), resource.name()));
        reach.jobProject().ifPresent(project -> name("project " + project, project));
    }

    private void name(String what, String name) {
        Matcher word = Pattern.compile("(?<![a-z])(?:" + settings.deny() + ")(?![a-z])", Pattern.CASE_INSENSITIVE)
                .matcher(HUMP.matcher(name).replaceAll(" "));
        if (!settings.denyExcept().contains(name) && word.find()) {
            refuse(
                    "deny",
                    "%s has \"%s\" in its name; if no load can do harm there, name %s in plumbline.guard.denyExcept",
                    what,
                    word.group(),
                    name);
        }
    }

    private void traffic(ForeignRows foreign) {
        if (foreign instanceof ForeignRows.NotLooked not) {
            notes.add("foreign traffic was not checked: " + not.why());
        } else if (foreign instanceof ForeignRows.Failed failed) {
            refuse(
                    "foreignTraffic",
                    "whether others write into the table could not be looked at: %s; mend that, or set it to allow",
                    failed.why());
        } else if (foreign instanceof ForeignRows.Counted counted && counted.rows() > 0) {
            refuse(
                    "foreignTraffic",
                    "%,d rows that are not this run's came into the table in the last %s; wait if they are an earlier run's,"
                            + " otherwise use another table, or set it to allow",
                    counted.rows(),
                    text(settings.foreignWindow()));
        }
    }

    private void plan(LoadPlan plan) {
        GuardSettings.Caps caps = settings.caps();
        plan.rate().ifPresent(rate -> {
            if (rate > caps.rate()) {
                refuse(
                        "maxRate",
                        "the load has up to %,.1f users a second, at the most %,.1f may be",
                        rate,
                        caps.rate());
            }
        });
        plan.users().ifPresent(users -> {
            if (users > caps.records()) {
                refuse("maxRecords", "the load has %,d users, at the most %,d records may be", users, caps.records());
            }
        });
        plan.duration().ifPresent(duration -> {
            if (duration.compareTo(caps.duration()) > 0) {
                refuse(
                        "maxDuration",
                        "the load takes %s, at the most %s may be",
                        text(duration),
                        text(caps.duration()));
            }
        });
    }

    private void confirmation() {
        String target = reach.target();
        if (!settings.confirm().contains(target)) {
            refuse(
                    "confirm",
                    "%s was not confirmed; if it is what you mean, set PLUMBLINE_CONFIRM='%s'%s",
                    settings.confirm().isEmpty() ? "the target" : "this target",
                    reach.shownTarget(),
                    target.equals(reach.shownTarget()) ? "" : ", with all twelve digits of the account");
        }
    }

    private void refuse(String setting, String sentence, Object... values) {
        refusals.add(SETTINGS + setting + ": " + String.format(Locale.ROOT, sentence, values));
    }

    private static String text(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
