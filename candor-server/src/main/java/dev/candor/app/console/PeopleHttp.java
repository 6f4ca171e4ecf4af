package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.oncall.Schedule;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/people`, `/schedules`, `/policies`, `/channels`: how everybody is reached, who is on call for four weeks, what
/// happens if nobody answers, and how teams are told.
public final class PeopleHttp {
    /// @param way how it stands; empty of people who are never paged
    public record Contact(ContactMethod method, Optional<ProofHttp.Way> way) {}

    public record Row(Item<Person> person, List<Contact> contacts) {}

    public record Duty(Item<Schedule> item, String zone, CalendarStrip strip) {
        public String name() {
            return item.name();
        }
    }

    /// @param services who are covered by it
    public record Policy(Item<EscalationPolicy> item, List<String> steps, String services) {
        public String name() {
            return item.name();
        }
    }

    /// @param last state of the last message that went there; empty when none did
    /// @param usedBy policies that use it
    public record Told(Item<Channel> item, String where, String last, String usedBy) {}

    private final Console console;
    private final Candor candor;

    PeopleHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access schedules = Access.permitted(Resource.SCHEDULES, Action.READ);
        return List.of(
                Route.get("/people", Access.permitted(Resource.PEOPLE, Action.READ), this::people),
                Route.get("/schedules", schedules, this::schedules),
                Route.get("/policies", schedules, this::policies),
                Route.get("/channels", Access.permitted(Resource.CHANNELS, Action.READ), this::channels));
    }

    private Answer people(Call call) {
        Catalog catalog = candor.catalogs().current();
        return console.show(
                call,
                "/people",
                "People",
                "people",
                Map.of(
                        "rows",
                        rows(catalog),
                        "teams",
                        catalog.all(Team.KIND),
                        "once",
                        console.once().key()));
    }

    private Answer schedules(Call call) {
        Catalog catalog = candor.catalogs().current();
        List<String> names = catalog.all(Person.KIND).stream().map(Item::name).toList();
        List<Duty> duties = catalog.all(Schedule.KIND).stream()
                .map(item -> new Duty(
                        item, item.value().timeZone().getId(), CalendarStrip.of(item.value(), names, console.now())))
                .toList();
        return console.show(call, "/people", "On call", "schedules", Map.of("duties", duties));
    }

    private Answer policies(Call call) {
        return console.show(
                call,
                "/people",
                "Escalation",
                "policies",
                Map.of("policies", policies(candor.catalogs().current())));
    }

    private Answer channels(Call call) {
        Catalog catalog = candor.catalogs().current();
        Map<String, String> last = lastStates();
        List<Told> channels = catalog.all(Channel.KIND).stream()
                .map(item -> {
                    Channel channel = item.value();
                    String where = channel.kind().equals("email")
                            ? channel.address()
                            : channel.url()
                                    .map(url -> String.valueOf(url.getHost()))
                                    .orElse("");
                    String state = last.getOrDefault("channel:" + item.name(), "");
                    return new Told(item, where, state, usedBy(catalog, item.name()));
                })
                .toList();
        return console.show(call, "/people", "Channels", "channels", Map.of("channels", channels));
    }

    private static String usedBy(Catalog catalog, String channel) {
        return String.join(
                ", ",
                catalog.all(EscalationPolicy.KIND).stream()
                        .filter(policy -> policy.value().steps().stream()
                                .flatMap(step -> step.targets().stream())
                                .anyMatch(new EscalationPolicy.Target.TeamChannel(channel)::equals))
                        .map(Item::name)
                        .toList());
    }

    private Map<String, String> lastStates() {
        Map<String, String> last = new HashMap<>();
        candor.platform()
                .ledger()
                .read(tx -> tx.list(
                        "SELECT receiver, state FROM outbox WHERE kind IN ('email', 'ntfy', 'webhook') AND receiver LIKE 'channel:%' AND state <> 'cancelled' ORDER BY id DESC LIMIT 5000",
                        row -> Map.entry(row.text("receiver"), row.text("state"))))
                .forEach(entry -> last.putIfAbsent(entry.getKey(), entry.getValue()));
        return last;
    }

    private List<Row> rows(Catalog catalog) {
        var ways = new HashMap<String, ProofHttp.Way>();
        candor.platform()
                .ledger()
                .read(tx -> candor.proving().contacts().ways(tx, console.now()))
                .forEach(way -> ways.put(way.person() + "/" + way.index(), ProofHttp.way(way, console.now())));
        var rows = new ArrayList<Row>();
        for (Item<Person> person : catalog.all(Person.KIND)) {
            var contacts = new ArrayList<Contact>();
            for (ContactMethod method : person.value().contacts()) {
                contacts.add(new Contact(
                        method.shown(), Optional.ofNullable(ways.get(person.name() + "/" + contacts.size()))));
            }
            rows.add(new Row(person, contacts));
        }
        return rows;
    }

    private static List<Policy> policies(Catalog catalog) {
        return catalog.all(EscalationPolicy.KIND).stream()
                .map(item -> {
                    String services = String.join(
                            ", ",
                            catalog.all(Service.KIND).stream()
                                    .filter(service ->
                                            service.value().escalationPolicy().equals(Optional.of(item.name())))
                                    .map(Item::name)
                                    .toList());
                    return new Policy(item, steps(item.value()), services);
                })
                .toList();
    }

    /// What a policy does, step by step, in words.
    static List<String> steps(EscalationPolicy policy) {
        var steps = new ArrayList<String>();
        for (EscalationPolicy.Step step : policy.steps()) {
            steps.add(NextStep.words(step.targets()) + ", then wait "
                    + dev.candor.base.time.Durations.words(step.thenAfter()));
        }
        steps.add(
                policy.repeat() == 0
                        ? "then everybody with role admin is told, and all are asked again every hour"
                        : "then all again, " + policy.repeat()
                                + " times; then everybody with role admin is told, and all are asked again every hour");
        return steps;
    }
}
