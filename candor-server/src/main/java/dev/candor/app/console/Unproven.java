package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.detect.agent.AgentStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.WakesNobody;
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
        Catalog catalog = candor.catalogs().current();
        var gaps = new ArrayList<Gap>();
        undecided(gaps);
        proofs(gaps, candor.platform().clock().instant());
        services(catalog, gaps, candor.platform().clock().instant());
        people(catalog, gaps);
        locations(catalog, gaps);
        if (candor.settings().smtp().isEmpty()) {
            gaps.add(new Gap(
                    "No mail server is configured: mails cannot leave, nobody can renew a password by mail",
                    "/settings"));
        }
        return List.copyOf(gaps.subList(0, Math.min(MOST, gaps.size())));
    }

    /// What rehearsals found, and times in which nobody on call can be reached.
    private void proofs(List<Gap> gaps, Instant now) {
        if (candor.canary().isMissing(now)) {
            gaps.add(new Gap(
                    "No canary came through for "
                            + Durations.words(candor.canary().age(now)) + ": alerts may wake nobody",
                    "/proof"));
        }
        Proving.Picture picture = candor.proving().picture(now);
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
        List<String> unheard = picture.unprovenDuties().stream()
                .map(duty -> duty.shift().person())
                .distinct()
                .toList();
        if (!unheard.isEmpty()) {
            gaps.add(new Gap(
                    "On call now or next without ever saying that a message arrives: " + String.join(", ", unheard),
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

    private static void services(Catalog catalog, List<Gap> gaps, Instant now) {
        Set<String> watched = new HashSet<>();
        catalog.all(Monitor.KIND).forEach(monitor -> watched.add(monitor.value().service()));
        for (Item<Service> service : catalog.all(Service.KIND)) {
            WakesNobody.why(service.value(), catalog, now)
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
            WakesNobody.emptySteps(policy.value(), catalog, now)
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

    private void people(Catalog catalog, List<Gap> gaps) {
        Set<String> wanted = new HashSet<>();
        catalog.all(Person.KIND)
                .forEach(person -> person.value()
                        .contacts()
                        .forEach(contact -> wanted.add(contact.kind() + ":" + contact.address())));
        Set<String> reached =
                candor.platform().ledger().read(tx -> candor.platform().outbox().reached(tx, wanted));
        for (Item<Person> person : catalog.all(Person.KIND)) {
            if (person.value().disabled() || person.value().role() == Role.VIEWER) {
                continue;
            }
            if (person.value().contacts().isEmpty()) {
                gaps.add(new Gap(
                        person.name() + " has no contact method and cannot be paged",
                        "/people/" + Console.encoded(person.name()) + "/edit"));
            }
            for (ContactMethod contact : person.value().contacts()) {
                if (!reached.contains(contact.kind() + ":" + contact.address())) {
                    gaps.add(new Gap(
                            "No message ever reached " + person.name() + " by " + contact.kind() + ": send a test",
                            "/people"));
                }
            }
        }
    }
}
