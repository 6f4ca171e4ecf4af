package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Service;
import dev.candor.paging.proof.ContactStore;
import dev.candor.paging.proof.Contacts;
import dev.candor.paging.proof.Proof;
import dev.candor.paging.proof.Proving;
import dev.candor.paging.proof.Result;
import dev.candor.paging.proof.Standing;
import dev.candor.paging.proof.WatchedRule;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/proof`: what would not wake anyone, what is unproven, what is proven and since when.
public final class ProofHttp {
    private static final int MOST = 300;

    /// @param path where the rule is shown
    /// @param toDoPath where what there is to do is done
    /// @param fires how fast it fires, in words; empty when it does not
    public record Line(Standing standing, String path, String toDoPath, String fires) {
        public String name() {
            return standing.rule().subject();
        }

        public String kind() {
            return standing.rule().kind().word();
        }

        public Optional<Instant> triedAt() {
            return standing.proof().map(Proof::triedAt);
        }

        public List<Result.Tried> tried() {
            return standing.proof().map(proof -> proof.result().tried()).orElse(List.of());
        }

        /// Where to post to rehearse it.
        public String rehearse() {
            return "/proof/rules/" + Console.encoded(standing.rule().name().replaceFirst("/", " "));
        }
    }

    /// A way somebody is reached.
    ///
    /// @param look one of {@link Looks}
    public record Way(Contacts.Way way, String look, String words, String address) {}

    /// @param broken would wake nobody
    /// @param silenced would wake nobody now, by a maintenance
    /// @param silences maintenances in words
    /// @param more how many proven rules are not shown
    public record View(
            Proving.Picture picture,
            String look,
            List<Line> broken,
            List<Line> silenced,
            List<Line> unproven,
            List<Line> proven,
            long more,
            List<Way> ways,
            List<String> silences,
            String canary) {}

    private final Console console;
    private final Candor candor;

    ProofHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access act = Access.permitted(Resource.MONITORS, Action.ACT);
        return List.of(
                Route.get("/proof", Access.permitted(Resource.MONITORS, Action.READ), this::proof),
                Route.post("/proof/all", act, this::all),
                Route.post("/proof/rules/{rule}", act, this::one),
                Route.post(
                        "/proof/people/{name}/{index}", Access.permitted(Resource.PEOPLE, Action.ACT), this::person));
    }

    private Answer proof(Call call) {
        Instant now = console.now();
        Proving.Picture picture = candor.proving().picture(now);
        Catalog catalog = candor.catalogs().current();
        List<Line> lines = picture.standings().stream()
                .map(standing -> line(standing, catalog))
                .toList();
        List<Line> proven = of(lines, standing -> standing.outcome() == Standing.Outcome.PROVEN);
        String look = picture.wakingNobody() > 0 || candor.canary().isMissing()
                ? "critical"
                : picture.unproven() > 0
                                || !picture.gaps().isEmpty()
                                || !picture.silences().isEmpty()
                        ? "minor"
                        : "good";
        var view = new View(
                picture,
                picture.standings().isEmpty() ? "unknown" : look,
                of(lines, standing -> standing.outcome().wakesNobody()),
                of(lines, standing -> standing.outcome() == Standing.Outcome.SILENCED),
                of(lines, standing -> standing.outcome() == Standing.Outcome.UNPROVEN),
                proven.subList(0, Math.min(MOST, proven.size())),
                Math.max(0, proven.size() - MOST),
                picture.ways().stream().map(way -> way(way, now)).toList(),
                picture.silences().stream().map(silence -> silence.words(now)).toList(),
                canary());
        return console.show(
                call,
                "/proof",
                "What would not wake anyone",
                "proof",
                Map.of("view", view, "once", console.once().key()));
    }

    /// What the canary says, in words.
    private String canary() {
        return candor.canary()
                .through()
                .map(through -> "The canary came through the whole chain "
                        + Durations.words(candor.canary().age()) + " ago, in "
                        + Math.max(1, through.took().toMillis()) + " ms.")
                .orElse(
                        candor.canary().isMissing()
                                ? "No canary came through for "
                                        + Durations.words(candor.canary().age()) + "."
                                : "The canary is on its way.");
    }

    private static List<Line> of(List<Line> lines, java.util.function.Predicate<Standing> which) {
        return lines.stream().filter(line -> which.test(line.standing())).toList();
    }

    private static Line line(Standing standing, Catalog catalog) {
        WatchedRule rule = standing.rule();
        String service = "/services/" + Console.encoded(rule.service());
        String path = rule.kind().overLogs() ? service : "/monitors/" + Console.encoded(rule.subject());
        String toDo = switch (standing.place()) {
            case RULE -> path;
            case SERVICE -> service + "/edit";
            case MAINTENANCE -> "/maintenances";
            case POLICY ->
                catalog.find(Service.KIND, rule.service())
                        .flatMap(Service::escalationPolicy)
                        .map(policy -> "/policies/" + Console.encoded(policy) + "/edit")
                        .orElse(service + "/edit");
        };
        String fires = standing.proof().map(Proof::result).orElse(new Result.Open(List.of(), "", ""))
                        instanceof Result.Fires(var _, var after)
                ? "fires within " + Durations.words(after)
                : "";
        return new Line(standing, path, toDo, fires);
    }

    static Way way(Contacts.Way way, Instant now) {
        boolean failed = way.last().filter(ContactStore.Sent::failed).isPresent();
        String look = way.proven(now) ? "good" : way.broken().isPresent() || failed ? "major" : "minor";
        return new Way(way, look, way.words(now), way.method().shown().address());
    }

    private Answer all(Call call) {
        candor.proving().rehearsals().rehearseAll(console.now());
        console.audit(call, "proof.rehearse", "all");
        return Console.back("/proof", "rehearsed");
    }

    private Answer one(Call call) {
        String name = call.value("rule").replaceFirst(" ", "/");
        WatchedRule rule = candor.proving().rehearsals().rules().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Console.unknown("rule " + name));
        candor.proving().rehearsals().rehearse(rule, console.now());
        return Console.back("/proof", "rehearsed");
    }

    private Answer person(Call call) {
        return console.once().answer(call, () -> rehearse(call));
    }

    private Answer rehearse(Call call) {
        String index = call.value("index");
        if (!index.matches("[0-9]{1,3}")) {
            throw Console.unknown("such contact method");
        }
        String by = call.principal().actor();
        return switch (candor.proving()
                .contacts()
                .rehearse(call.value("name"), Optional.of(Integer.parseInt(index)), by, console.now())) {
            case Contacts.Asked.Sent _ -> {
                console.audit(call, "person.rehearse", call.value("name"));
                yield Console.back(call.form("back").equals("/people") ? "/people" : "/proof", "sent");
            }
            case Contacts.Asked.Refused(String why) -> throw Console.wrong("No rehearsal was sent: " + why + ".");
        };
    }
}
