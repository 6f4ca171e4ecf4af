package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.detect.agent.AgentStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.WakesNobody;
import dev.candor.paging.proof.Contacts;
import dev.candor.paging.proof.Proving;
import dev.candor.platform.auth.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What would fail silently on the day it is needed.
public final class Unproven {
    /// @param path where it can be put right
    public record Gap(String words, String path) {}

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int MOST = 12;
    private static final int MOST_NAMED = 6;

    private final Candor candor;
    private List<Gap> found = List.of();
    private Instant foundAt = Instant.EPOCH;

    Unproven(Candor candor) {
        this.candor = candor;
    }

    /// At most a dozen, the gravest first.
    synchronized List<Gap> gaps(Instant now) {
        if (foundAt.plus(REMEMBERED).isBefore(now)) {
            found = find();
            foundAt = now;
        }
        return found;
    }

    private List<Gap> find() {
        Reach reach = candor.paging().reach();
        Instant now = candor.platform().clock().instant();
        Proving.Picture picture = candor.proving().picture(now);
        var gaps = new ArrayList<Gap>();
        undecided(gaps);
        proofs(picture, gaps, now);
        services(reach, gaps, now);
        people(reach, picture.ways(), gaps, now);
        locations(reach.catalog(), gaps);
        if (reach.ways().objection("email").isPresent()) {
            gaps.add(new Gap(
                    "No mail server is set: mails cannot leave, nobody can renew a password by mail", "/settings"));
        }
        return List.copyOf(gaps.subList(0, Math.min(MOST, gaps.size())));
    }

    /// What rehearsals found, and times in which nobody on call can be reached.
    private void proofs(Proving.Picture picture, List<Gap> gaps, Instant now) {
        if (candor.canary().isMissing()) {
            gaps.add(new Gap(
                    "No canary came through for "
                            + Durations.words(candor.canary().age()) + ": alerts may wake nobody",
                    "/proof"));
        }
        if (picture.wakingNobody() > 0) {
            gaps.add(new Gap(picture.sentence(), "/proof"));
        }
        picture.gaps().stream()
                .limit(MOST / 4)
                .forEach(gap -> gaps.add(new Gap(
                        "On call in " + gap.schedule() + ", "
                                + (gap.from().isAfter(now)
                                        ? "in " + Durations.words(Duration.between(now, gap.from()))
                                        : "now")
                                + ": " + gap.why(),
                        "/proof")));
        picture.silences().stream().limit(MOST / 4).forEach(silence -> gaps.add(new Gap(silence.words(now), "/proof")));
        List<String> unheard = picture.unprovenDuties().stream()
                .map(duty -> duty.shift().person())
                .distinct()
                .toList();
        if (!unheard.isEmpty()) {
            gaps.add(new Gap(
                    "On call now or next without having said within 90 days that a message arrives: "
                            + String.join(", ", unheard),
                    "/proof"));
        }
    }

    private void undecided(List<Gap> gaps) {
        candor.platform()
                .ledger()
                .read(tx -> candor.respond().incidents().store().open(tx).stream()
                        .filter(incident -> candor.respond().ongoing().unwatched(tx, incident))
                        .toList())
                .forEach(incident -> gaps.add(new Gap(
                        "Incident " + incident.number() + ": nobody watches it any more, somebody has to decide",
                        "/incidents/" + incident.number())));
    }

    private void locations(Catalog catalog, List<Gap> gaps) {
        Map<String, AgentStore.Agent> agents = candor.detect().sightings().latest();
        Instant silent = candor.platform().clock().instant().minus(LocationHttp.SILENT);
        for (Item<Location> location : catalog.all(Location.KIND)) {
            boolean looks = catalog.all(Monitor.KIND).stream()
                    .anyMatch(monitor -> monitor.value().places().locations().contains(location.name()));
            AgentStore.Agent agent = agents.get(location.name());
            if (looks && (agent == null || agent.seenAt().isBefore(silent))) {
                gaps.add(new Gap(
                        "Nobody looks from " + location.name()
                                + (agent == null ? ": no agent has reported yet" : ": its agent is silent"),
                        "/locations/" + Console.encoded(location.name())));
            }
        }
    }

    private static void services(Reach reach, List<Gap> gaps, Instant now) {
        Catalog catalog = reach.catalog();
        Set<String> watched = new HashSet<>();
        catalog.all(Monitor.KIND).forEach(monitor -> watched.add(monitor.value().service()));
        for (Item<Service> service : catalog.all(Service.KIND)) {
            WakesNobody.why(service.value(), reach, now)
                    .ifPresent(why -> gaps.add(new Gap(
                            "Service " + service.name() + ": " + why + ", its alerts wake nobody",
                            service.value()
                                    .escalationPolicy()
                                    .map(policy -> "/policies/" + Console.encoded(policy) + "/edit")
                                    .orElse("/services/" + Console.encoded(service.name()) + "/edit"))));
            if (!watched.contains(service.name())
                    && service.value().intakeKeys().isEmpty()) {
                gaps.add(new Gap(
                        "Service " + service.name()
                                + " has no monitor and no intake key: nobody notices when it breaks",
                        "/monitors/new?service=" + Console.encoded(service.name())));
            }
        }
        for (Item<EscalationPolicy> policy : catalog.all(EscalationPolicy.KIND)) {
            WakesNobody.emptySteps(policy.value(), reach, now)
                    .forEach(step -> gaps.add(new Gap(
                            "Policy " + policy.name() + ": " + step,
                            "/policies/" + Console.encoded(policy.name()) + "/edit")));
        }
        Set<String> shown = new HashSet<>();
        for (Item<Page> page : catalog.all(Page.KIND)) {
            page.value().components().forEach(component -> {
                shown.addAll(component.services());
                if (component.services().stream().noneMatch(watched::contains)) {
                    gaps.add(new Gap(
                            "Component " + component.name() + " of " + page.name()
                                    + " has no monitor behind it: it always says operational",
                            "/pages/" + page.value().slug()));
                }
            });
        }
    }

    /// Who cannot be reached, and who never said lately that a message arrives.
    private void people(Reach reach, List<Contacts.Way> ways, List<Gap> gaps, Instant now) {
        for (Item<Person> person : reach.catalog().all(Person.KIND)) {
            if (!person.value().disabled() && person.value().role() != Role.VIEWER) {
                reach.objection(person.name())
                        .ifPresent(why -> gaps.add(new Gap(
                                person.name() + " " + why, "/people/" + Console.encoded(person.name()) + "/edit")));
            }
        }
        List<String> silent = ways.stream()
                .filter(way -> way.broken().isEmpty() && !way.proven(now))
                .map(way -> way.person() + " by " + way.method().kind() + " (" + way.words(now) + ")")
                .toList();
        if (!silent.isEmpty()) {
            int more = silent.size() - MOST_NAMED;
            gaps.add(new Gap(
                    "Whether messages arrive was not confirmed within 90 days: "
                            + String.join(", ", silent.subList(0, Math.min(MOST_NAMED, silent.size())))
                            + (more > 0 ? " and " + more + " more" : "") + ": rehearse",
                    "/people"));
        }
    }
}
