package dev.candor.paging.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.intake.Intake;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.oncall.Schedule;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.secret.SecretBox;
import dev.candor.platform.spool.Spool;
import dev.candor.testing.AwayDatabase;
import dev.candor.testing.ExpectedErrors;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages without a ledger: the real spool, catalog and rule in virtual time, a double where messages go out.
class EmergencyPagesTest {
    private static final String SHOP = """
            people:
              - {name: ana, email: ana@shop.example, contact: [{email: ana@shop.example}, {ntfy: "https://push.example/ana", after: 1m}]}
              - {name: ben, email: ben@shop.example}
            escalation-policies:
              - {name: web, steps: [{notify: [{person: ana}]}, {notify: [{person: ben}]}]}
            services:
              - {name: shop, escalation-policy: web}
              - {name: depot, escalation-policy: web}
              - {name: attic}
            """;

    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(1));
    private final List<String> arrived = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    /// While it is there, messages wait in it as with a slow receiver.
    private @Nullable List<Runnable> held;

    @SuppressWarnings("NullAway.Init")
    private AwayDatabase ledger;

    @SuppressWarnings("NullAway.Init")
    private Spool spool;

    @SuppressWarnings("NullAway.Init")
    private Applying applying;

    @SuppressWarnings("NullAway.Init")
    private Intake intake;

    @SuppressWarnings("NullAway.Init")
    private EmergencyPages pages;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = new AwayDatabase(TestDatabases.sqlite(Schema.LEDGER, folder));
        spool = Spool.open(folder.resolve("spool"), () -> {});
        var catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(
                                Team.KIND,
                                Person.KIND,
                                Channel.KIND,
                                Schedule.KIND,
                                EscalationPolicy.KIND,
                                Service.KIND),
                        new SecretBox(List.of(new byte[32]), Randomness.seeded(2))));
        applying = new Applying(ledger, catalogs, new Audit(ids), ids, clock);
        configure(SHOP);
        intake = new Intake(spool, ledger, new SignalStore(), catalogs, ids, clock);
        Sender sender = this::send;
        pages = new EmergencyPages(
                ledger,
                () -> new Reach(catalogs.current(), Ways.ALL),
                intake,
                Optional.of("shop"),
                new Knocking(
                        Map.of("email", sender, "ntfy", sender),
                        new PageText(() -> "http://console.example"),
                        ids,
                        job -> {
                            if (held == null) {
                                job.run();
                            } else {
                                held.add(job);
                            }
                        }));
    }

    private void configure(String yaml) {
        assertThat(applying.files(Map.of("a.yaml", yaml), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
    }

    @AfterEach
    void close() {
        spool.close();
        ledger.close();
    }

    private SendResult send(Claim claim) {
        String address = claim.text("address");
        if (broken.contains(address)) {
            return new SendResult.TryLater("no answer");
        }
        claims.add(claim);
        arrived.add(address + ": " + claim.text("title"));
        return new SendResult.Accepted("1");
    }

    private void signal(Signal.Event event, String service, String key, Severity severity) {
        intake.accept(event, "door/json", service, key, severity, key, Map.of(), Optional.empty());
    }

    private void firing(String service, String key) {
        signal(Signal.Event.FIRING, service, key, Severity.ERROR);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.pass(Duration.ofSeconds(1));
            pages.tick(clock.instant());
        }
    }

    @Test
    void nobody_is_paged_directly_while_the_ledger_answers_or_was_away_for_a_moment_only() {
        firing("shop", "till");
        pass(60);
        ledger.away(true);
        pass(14);
        ledger.away(false);
        pass(30);

        assertThat(arrived).isEmpty();
    }

    @Test
    void after_fifteen_seconds_whoever_is_on_call_hears_of_what_waits_and_by_the_next_way_after_its_delay() {
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        assertThat(arrived).containsExactly("ana@shop.example: [error] shop: till");
        assertThat(claims.getFirst().text("text"))
                .contains("The database of Candor is away", "this page comes from the spool");
        assertThat(claims.getFirst().text("acknowledge")).isEmpty();

        pass(60);
        assertThat(arrived)
                .containsExactly(
                        "ana@shop.example: [error] shop: till", "https://push.example/ana: [error] shop: till");
        pass(200);
        assertThat(arrived.stream().filter(line -> line.contains("till"))).hasSize(2);
    }

    @Test
    void the_next_step_hears_of_it_after_the_time_the_policy_gives_the_first_and_each_step_once() {
        ledger.away(true);
        firing("shop", "till");
        pass(16 + 299);
        assertThat(arrived.stream().filter(line -> line.startsWith("ben@"))).isEmpty();
        pass(5);
        assertThat(arrived).contains("ben@shop.example: [error] shop: till");
        pass(3_600);
        assertThat(arrived.stream().filter(line -> line.contains("till"))).hasSize(3);
    }

    @Test
    void the_next_step_hears_nothing_of_what_is_over_by_then_or_when_the_ledger_is_back() {
        ledger.away(true);
        firing("depot", "gate");
        pass(20);
        firing("shop", "till");
        pass(20);
        signal(Signal.Event.RECOVERED, "depot", "gate", Severity.ERROR);
        pass(270);
        ledger.away(false);
        pass(600);
        assertThat(arrived.stream().filter(line -> line.startsWith("ben@"))).isEmpty();
    }

    @Test
    void a_step_that_reaches_nobody_is_not_waited_for() {
        configure(SHOP.replace("people:", "people:\n  - {name: dora, email: dora@shop.example, disabled: true}")
                .replace(
                        "{notify: [{person: ben}]}",
                        "{notify: [{person: dora}], then-after: 1h}, {notify: [{person: ben}]}"));
        ledger.away(true);
        firing("depot", "gate");
        pass(330);
        assertThat(arrived.stream()
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .distinct())
                .contains("ana@shop.example", "ben@shop.example")
                .doesNotContain("dora@shop.example");
    }

    @Test
    void what_is_over_or_only_information_or_of_a_service_that_pages_nobody_wakes_nobody() {
        ledger.away(true);
        firing("shop", "till");
        signal(Signal.Event.RECOVERED, "shop", "till", Severity.ERROR);
        signal(Signal.Event.FIRING, "shop", "news", Severity.INFO);
        firing("attic", "dust");
        pass(60);

        assertThat(arrived).isEmpty();
    }

    @Test
    void the_next_way_is_not_taken_when_it_is_over_by_then() {
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        signal(Signal.Event.RECOVERED, "shop", "till", Severity.ERROR);
        pass(90);

        assertThat(arrived).hasSize(1);
    }

    @Test
    void a_person_hears_of_a_service_at_most_once_in_five_minutes_and_of_another_service_at_once() {
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        firing("shop", "stock");
        firing("shop", "basket");
        pass(30);
        assertThat(arrived).hasSize(1);

        firing("depot", "gate");
        pass(3);
        assertThat(arrived).hasSize(2).last().asString().contains("depot: gate");

        pass(300);
        assertThat(claims.stream()
                        .filter(claim -> claim.text("address").equals("ana@shop.example"))
                        .filter(claim -> claim.text("text").contains("1 more of this service")
                                || claim.text("text").contains("2 more of this service")))
                .hasSize(1);
    }

    @Test
    void a_way_that_fails_hands_over_to_the_next_at_once_and_a_person_to_the_next_step() {
        broken.add("ana@shop.example");
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        assertThat(arrived).containsExactly("https://push.example/ana: [error] shop: till");

        arrived.clear();
        broken.add("https://push.example/ana");
        firing("depot", "gate");
        pass(5);
        assertThat(arrived).containsExactly("ben@shop.example: [error] depot: gate");
    }

    @Test
    @ExpectedErrors("Nobody could be told of shop")
    void when_nothing_gets_through_it_is_tried_again_under_the_same_names() {
        broken.addAll(List.of("ana@shop.example", "https://push.example/ana", "ben@shop.example"));
        ledger.away(true);
        firing("shop", "till");
        pass(25);
        assertThat(arrived).isEmpty();

        broken.clear();
        pass(35);
        assertThat(arrived).contains("ana@shop.example: [error] shop: till");
        assertThat(claims.getFirst().key()).matches("emergency/[0-9a-f-]{36}/person/ana/0");
    }

    @Test
    void a_ledger_that_comes_and_goes_does_not_page_twice_for_the_same_signal() {
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        ledger.away(false);
        pass(2);
        ledger.away(true);
        pass(100);

        assertThat(arrived.stream().filter(line -> line.startsWith("ana@"))).hasSize(1);
    }

    @Test
    void the_outage_itself_pages_the_watching_service_once_after_two_minutes() {
        ledger.away(true);
        pass(119);
        assertThat(arrived).isEmpty();
        pass(1200);

        assertThat(arrived.stream().filter(line -> line.startsWith("ana@")))
                .hasSize(1)
                .first()
                .asString()
                .contains("Candor cannot reach its database since 2026-03-02T03:00:01Z");
    }

    @Test
    @ExpectedErrors("Nobody could be told of shop")
    void whoever_was_knocked_at_in_vain_hears_of_the_next_condition_at_once() {
        broken.addAll(List.of("ana@shop.example", "https://push.example/ana", "ben@shop.example"));
        ledger.away(true);
        firing("shop", "till");
        pass(25);
        signal(Signal.Event.RECOVERED, "shop", "till", Severity.ERROR);
        pass(3);
        broken.clear();
        signal(Signal.Event.FIRING, "shop", "stock", Severity.CRITICAL);
        pass(15);

        assertThat(arrived).containsExactly("ana@shop.example: [critical] shop: stock");
    }

    @Test
    @ExpectedErrors("Nobody could be told of shop")
    void what_came_while_nothing_got_through_is_told_in_one_page_when_it_does() {
        broken.addAll(List.of("ana@shop.example", "https://push.example/ana", "ben@shop.example"));
        ledger.away(true);
        for (String key : List.of("till", "stock", "basket", "search")) {
            firing("shop", key);
            pass(20);
        }
        broken.clear();
        pass(20);

        assertThat(claims)
                .hasSize(1)
                .first()
                .satisfies(claim -> assertThat(claim.text("text")).contains("till", "3 more of this service"));
    }

    @Test
    void nobody_is_knocked_at_twice_while_a_page_about_the_same_service_is_under_way() {
        var slow = new ArrayList<Runnable>();
        held = slow;
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        firing("shop", "stock");
        pass(20);
        signal(Signal.Event.RECOVERED, "shop", "till", Severity.ERROR);
        pass(20);
        assertThat(slow).hasSize(1);

        held = null;
        broken.add("ana@shop.example");
        slow.forEach(Runnable::run);
        broken.clear();
        pass(3);
        assertThat(arrived).containsExactly("ana@shop.example: [error] shop: stock");
    }

    @Test
    void what_reached_nobody_before_the_ledger_came_back_for_a_moment_is_told_when_it_is_away_again() {
        var slow = new ArrayList<Runnable>();
        held = slow;
        ledger.away(true);
        firing("shop", "till");
        pass(20);
        ledger.away(false);
        pass(2);
        ledger.away(true);
        held = null;
        broken.add("ana@shop.example");
        slow.forEach(Runnable::run);
        broken.clear();
        pass(20);

        assertThat(arrived).containsExactly("ana@shop.example: [error] shop: till");
    }
}
