package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.proof.Result.Tried;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import dev.candor.platform.outbox.Delivery;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.secret.SecretBox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is stored of proofs, contacts and gaps, as a day goes by.
abstract class ProvingContract extends StoreContract {
    private static final String YAML = """
            teams: [{name: web}]
            people:
              - {name: ana, email: ana@shop.example, role: responder, teams: [web], contact: [{email: ana@shop.example}, {ntfy: "https://ntfy.example/ana"}]}
              - {name: ben, email: ben@shop.example, role: responder, teams: [web]}
              - {name: omar, email: omar@shop.example, role: admin}
            schedules: [{name: days, rotations: [{people: [ana, ben], every: 1 day, starts: "2026-03-02T00:00"}]}]
            escalation-policies: [{name: default, steps: [{notify: [{schedule: days}]}]}]
            services: [{name: shop, team: web, escalation-policy: default}]
            """;

    private final List<String> sent = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Platform platform;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Contacts contacts;

    @SuppressWarnings("NullAway.Init")
    private CoverageWatch coverage;

    @SuppressWarnings("NullAway.Init")
    private OutboxLoop sending;

    ProvingContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void assemble() {
        sent.clear();
        var random = Randomness.seeded(3);
        var secrets = new SecretBox(List.of(new byte[32]), random);
        platform = new Platform(
                clock, SystemTime.elapsed(), SystemTime.sleeper(), ids, random, database, database, secrets);
        catalogs = new Catalogs(
                database,
                new CatalogStore(
                        List.of(
                                Team.KIND,
                                Person.KIND,
                                Channel.KIND,
                                Schedule.KIND,
                                EscalationPolicy.KIND,
                                Service.KIND),
                        secrets));
        configure(YAML);
        var text = new PageText(() -> "http://console.example");
        contacts = new Contacts(platform, catalogs, text, Ways.ALL);
        coverage = coverage(Ways.ALL);
        Sender sender = claim -> {
            sent.add(claim.text("event") + " " + claim.text("address") + " " + claim.text("link"));
            return claim.kind().equals("ntfy")
                    ? new SendResult.NeverWorks("no such topic.", "Check it.")
                    : new SendResult.Accepted("250 taken");
        };
        sending = new OutboxLoop(
                Lane.HOUSEKEEPING,
                database,
                platform.outbox(),
                Map.of("email", sender, "ntfy", sender),
                contacts,
                clock,
                Randomness.seeded(9),
                "test",
                Runnable::run,
                () -> {});
    }

    private void configure(String yaml) {
        var outcome = new Applying(database, catalogs, platform.audit(), ids, clock)
                .files(Map.of("world.yaml", yaml), Map.of(), false, "omar");
        assertThat(outcome.problems()).isEmpty();
    }

    private void send() {
        for (int i = 0; i < 5; i++) {
            sending.tick(clock.instant());
        }
    }

    private List<Contacts.Way> waysOf(String person) {
        return list(tx -> contacts.ways(tx, clock.instant())).stream()
                .filter(way -> way.person().equals(person))
                .toList();
    }

    @Test
    void a_rehearsal_has_two_evidences_and_looking_is_none() {
        assertThat(contacts.rehearse("ana", Optional.empty(), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Sent(2));
        send();
        assertThat(sent).hasSize(2).allMatch(line -> line.startsWith("rehearsal "));
        List<Contacts.Way> ways = waysOf("ana");
        assertThat(ways).extracting(way -> way.last().orElseThrow().provider()).containsExactly("taken", "refused");
        assertThat(ways.getFirst().last().orElseThrow().providerSaid()).isEqualTo("250 taken");
        String mail =
                sent.stream().filter(line -> line.contains("ana@")).findFirst().orElseThrow();
        String token = mail.substring(mail.lastIndexOf('/') + 1);
        assertThat(one(tx -> contacts.linked(tx, token, clock.instant()))).isPresent();
        assertThat(waysOf("ana")).noneMatch(way -> way.proven(clock.instant()));
        clock.pass(Duration.ofMinutes(1));
        assertThat(contacts.confirm(token, clock.instant()).orElseThrow().confirmedAt())
                .contains(at(60));
        clock.pass(Duration.ofMinutes(1));
        assertThat(contacts.confirm(token, clock.instant()).orElseThrow().confirmedAt())
                .as("twice is once")
                .contains(at(60));
        assertThat(waysOf("ana").getFirst().proven(clock.instant())).isTrue();
        assertThat(waysOf("ana").getFirst().proven(clock.instant().plus(Contacts.COUNTS)))
                .isFalse();
        assertThat(contacts.confirm("not-a-token", clock.instant())).isEmpty();
        assertThat(platformDeliveries()).noneMatch(delivery -> delivery.key().startsWith("page/"));
    }

    @Test
    void of_two_ways_of_the_same_kind_each_is_confirmed_by_itself() {
        configure(YAML.replace(
                "contact: [{email: ana@shop.example}, {ntfy: \"https://ntfy.example/ana\"}]",
                "contact: [{email: ana@shop.example}, {email: ana@home.example}]"));
        contacts.rehearse("ana", Optional.of(1), "omar", clock.instant());
        send();
        String token = sent.getLast().substring(sent.getLast().lastIndexOf('/') + 1);
        assertThat(contacts.confirm(token, clock.instant())).isPresent();
        assertThat(waysOf("ana")).extracting(way -> way.last().isPresent()).containsExactly(false, true);
        assertThat(waysOf("ana")).extracting(way -> way.proven(clock.instant())).containsExactly(false, true);
    }

    @Test
    void without_a_mail_server_mail_is_neither_sent_nor_proven_until_there_is_one() {
        contacts.rehearse("ben", Optional.empty(), "omar", clock.instant());
        send();
        String token = sent.getLast().substring(sent.getLast().lastIndexOf('/') + 1);
        contacts.confirm(token, clock.instant());
        assertThat(waysOf("ben")).allMatch(way -> way.proven(clock.instant()));
        var text = new PageText(() -> "http://console.example");
        var without = new Contacts(platform, catalogs, text, Ways.of(Optional.empty()));
        clock.pass(Contacts.APART);
        assertThat(without.rehearse("ben", Optional.empty(), "omar", clock.instant()))
                .isEqualTo(
                        new Contacts.Asked.Refused("ben cannot be reached: only by email, and no mail server is set"));
        assertThat(without.rehearse("ana", Optional.of(0), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Refused("nothing leaves by email: no mail server is set"));
        assertThat(without.rehearse("ana", Optional.empty(), "omar", clock.instant()))
                .as("by ntfy alone")
                .isEqualTo(new Contacts.Asked.Sent(1));
        List<Contacts.Way> ways = list(tx -> without.ways(tx, clock.instant()));
        assertThat(ways).noneMatch(way -> way.proven(clock.instant()));
        assertThat(ways)
                .filteredOn(way -> way.person().equals("ben"))
                .extracting(way -> way.words(clock.instant()))
                .containsExactly("no mail server is set");
    }

    @Test
    void turns_of_people_who_have_only_mail_are_gaps_as_long_as_no_mail_server_is_set() {
        var text = new PageText(() -> "http://console.example");
        var without = new CoverageWatch(platform, catalogs, text, Ways.of(Optional.empty()));
        without.tick(clock.instant());
        send();
        assertThat(sent)
                .as("ben's turn, told to ana by the way that can work")
                .isNotEmpty()
                .allMatch(line -> line.startsWith("notice https://ntfy.example/ana "));
        assertThat(Coverage.gaps(new Reach(catalogs.current(), Ways.of(Optional.empty())), clock.instant()))
                .extracting(Coverage.Gap::why)
                .containsOnly("ben cannot be reached: only by email, and no mail server is set");
        assertThat(Coverage.gaps(new Reach(catalogs.current(), Ways.ALL), clock.instant()))
                .isEmpty();
    }

    private List<Delivery> platformDeliveries() {
        return list(tx -> platform.outbox().list(tx, "", "", Optional.empty(), 100));
    }

    @Test
    void nobody_is_bothered_more_often_than_allowed() {
        assertThat(contacts.rehearse("ben", Optional.of(0), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Sent(1));
        assertThat(contacts.rehearse("ben", Optional.of(0), "omar", clock.instant()))
                .isInstanceOf(Contacts.Asked.Refused.class);
        int allowed = 1;
        for (int i = 0; i < 20; i++) {
            clock.pass(Contacts.APART);
            allowed +=
                    contacts.rehearse("ben", Optional.empty(), "omar", clock.instant()) instanceof Contacts.Asked.Sent
                            ? 1
                            : 0;
        }
        assertThat(allowed).isEqualTo(Contacts.PER_DAY);
        assertThat(contacts.rehearse("ben", Optional.empty(), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Refused("ben had 6 rehearsals within a day, which is the most"));
        clock.pass(Duration.ofDays(1));
        assertThat(contacts.rehearse("ben", Optional.empty(), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Sent(1));
        assertThat(contacts.rehearse("dora", Optional.empty(), "omar", clock.instant()))
                .isInstanceOf(Contacts.Asked.Refused.class);
    }

    @Test
    void a_rehearsal_that_was_refused_may_be_asked_for_again_at_once_but_not_without_end() {
        for (int i = 0; i < Contacts.TRIES_PER_DAY; i++) {
            assertThat(contacts.rehearse("ana", Optional.of(1), "omar", clock.instant()))
                    .isEqualTo(new Contacts.Asked.Sent(1));
            send();
            assertThat(waysOf("ana").getLast().last().orElseThrow().provider()).isEqualTo("refused");
        }
        assertThat(contacts.rehearse("ana", Optional.of(1), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Refused(
                        "12 rehearsals of ana were asked for within a day, which is the most"));
        clock.pass(Duration.ofDays(1).plusSeconds(1));
        assertThat(contacts.rehearse("ana", Optional.empty(), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Sent(2));
    }

    @Test
    void a_rehearsal_that_was_tried_or_confirmed_may_have_bothered_somebody() {
        contacts.rehearse("ana", Optional.of(0), "omar", clock.instant());
        send();
        contacts.rehearse("ana", Optional.of(1), "omar", clock.instant());
        assertThat(contacts.rehearse("ana", Optional.empty(), "omar", clock.instant()))
                .as("one taken, one under way")
                .isEqualTo(new Contacts.Asked.Refused("the last rehearsal was less than 10 minutes ago"));
        assertThat(contacts.rehearse("ana", Optional.of(1), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Refused(
                        "the last rehearsal is on its way still; another can be sent after 10 minutes"));
        write(tx -> tx.update("UPDATE outbox SET attempts = 1"));
        send();
        assertThat(waysOf("ana").getLast().last().orElseThrow().provider()).isEqualTo("given-up");
        assertThat(waysOf("ana").getLast().words(clock.instant())).isEqualTo("not delivered");
        assertThat(waysOf("ana").getLast().last().orElseThrow().failed()).isTrue();
        assertThat(contacts.rehearse("ana", Optional.of(1), "omar", clock.instant()))
                .isEqualTo(new Contacts.Asked.Refused("the last rehearsal was less than 10 minutes ago"));
        clock.pass(Contacts.APART);
        contacts.rehearse("ana", Optional.of(1), "omar", clock.instant());
        send();
        String token = sent.getLast().substring(sent.getLast().lastIndexOf('/') + 1);
        assertThat(contacts.confirm(token, clock.instant())).isPresent();
        assertThat(contacts.rehearse("ana", Optional.of(1), "omar", clock.instant()))
                .as("refused, but it arrived")
                .isEqualTo(new Contacts.Asked.Refused("the last rehearsal was less than 10 minutes ago"));
    }

    @Test
    void who_is_on_call_without_a_proven_way_is_said() {
        List<Coverage.Duty> duties = Coverage.duties(catalogs.current(), clock.instant());
        assertThat(duties).extracting(duty -> duty.shift().person()).containsExactly("ana", "ben");
        assertThat(Contacts.unproven(duties, list(tx -> contacts.ways(tx, clock.instant())), clock.instant()))
                .hasSize(2);
    }

    @Test
    void a_new_gap_is_told_to_the_owners_once() {
        coverage.tick(clock.instant());
        send();
        assertThat(sent).isEmpty();
        configure(YAML.replace("name: ben, email", "name: ben, disabled: true, email"));
        coverage.tick(clock.instant());
        send();
        assertThat(sent)
                .as("ben's turn tomorrow, and the beginning of the one after it")
                .containsExactly(
                        "notice ana@shop.example http://console.example/proof",
                        "notice ana@shop.example http://console.example/proof");
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofMinutes(30));
            coverage.tick(clock.instant());
            send();
        }
        assertThat(sent).as("the same gaps are no news").hasSize(2);
        clock.pass(Duration.ofHours(48));
        coverage.tick(clock.instant());
        send();
        assertThat(sent).as("one more turn came into sight").hasSize(3);
    }

    @Test
    void a_gap_that_grows_is_told_again() {
        String without = YAML.replace("name: ben, email", "name: ben, disabled: true, email")
                .replace("role: admin", "role: admin, contact: [{email: omar@shop.example}]");
        configure(without);
        coverage.tick(clock.instant());
        send();
        int before = sent.size();
        assertThat(before).isPositive();
        configure(without.replace("name: ana, email", "name: ana, disabled: true, email"));
        coverage.tick(clock.instant());
        send();
        assertThat(sent)
                .as("nobody at all from now on, turn by turn")
                .hasSizeGreaterThan(before)
                .last(InstanceOfAssertFactories.STRING)
                .contains("omar@shop.example");
        int told = sent.size();
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofMinutes(30));
            coverage.tick(clock.instant());
            send();
        }
        assertThat(sent).as("the same gaps are no news").hasSize(told);
    }

    @Test
    void gaps_of_two_schedules_at_the_same_time_are_told_once_each() {
        String days = "{name: days, rotations: [{people: [ana, ben], every: 1 day, starts: \"2026-03-02T00:00\"}]}";
        configure(YAML.replace("name: ben, email", "name: ben, disabled: true, email")
                .replace("name: ana, email", "name: ana, disabled: true, email")
                .replace("role: admin", "role: admin, contact: [{email: omar@shop.example}]")
                .replace(days, days + ", " + days.replace("name: days", "name: nights"))
                .replace("{schedule: days}", "{schedule: days}, {schedule: nights}"));
        for (int i = 0; i < 12; i++) {
            coverage.tick(clock.instant());
            send();
            clock.pass(Duration.ofMinutes(30));
        }
        assertThat(sent).hasSize(2);
    }

    private CoverageWatch coverage(Ways ways) {
        return new CoverageWatch(platform, catalogs, new PageText(() -> "http://console.example"), ways);
    }

    private void looks(int times, Duration apart) {
        for (int i = 0; i < times; i++) {
            coverage.tick(clock.instant());
            send();
            clock.pass(apart);
        }
    }

    private static String without(String person) {
        return YAML.replace("name: " + person + ", email", "name: " + person + ", disabled: true, email");
    }

    @Test
    void a_gap_that_was_closed_and_opens_again_is_told_again() {
        configure(without("ben"));
        looks(2, Duration.ofMinutes(30));
        int told = sent.size();
        configure(YAML);
        looks(2, Duration.ofMinutes(30));
        assertThat(sent).hasSize(told);
        configure(without("ben"));
        looks(2, Duration.ofMinutes(30));
        assertThat(sent).hasSize(2 * told);
    }

    @Test
    void what_nobody_could_be_told_is_told_to_the_first_who_can_be() {
        configure(without("ben").replace("name: ana, email", "name: ana, disabled: true, email"));
        coverage = coverage(Ways.of(Optional.empty()));
        looks(2, Duration.ofMinutes(30));
        assertThat(sent).isEmpty();
        coverage = coverage(Ways.ALL);
        looks(4, Duration.ofMinutes(30));
        assertThat(sent).singleElement().asString().contains("omar@shop.example");
    }

    @Test
    void a_gap_that_grows_while_candor_stands_is_told_when_it_is_back() {
        String omar = without("ben").replace("role: admin", "role: admin, contact: [{email: omar@shop.example}]");
        clock.pass(Duration.ofHours(27)); // ben's turn runs
        configure(omar);
        looks(2, Duration.ofMinutes(30));
        int told = sent.size();
        coverage = coverage(Ways.ALL);
        configure(omar.replace("name: ana, email", "name: ana, disabled: true, email"));
        looks(2, Duration.ofMinutes(30));
        assertThat(sent)
                .hasSizeGreaterThan(told)
                .last(InstanceOfAssertFactories.STRING)
                .contains("omar@shop.example");
    }

    @Test
    void two_nodes_that_look_at_the_same_time_tell_a_gap_once() {
        configure(without("ana"));
        CoverageWatch other = coverage(Ways.ALL);
        for (int i = 0; i < 4; i++) {
            coverage.tick(clock.instant().plusMillis(50)); // its clock runs ahead
            other.tick(clock.instant());
            clock.pass(Duration.ofMinutes(5));
        }
        send();
        assertThat(sent).as("ana's turn now, and the next").hasSize(2);
    }

    @Test
    void of_many_gaps_at_once_each_is_told_once_some_at_each_look() {
        var schedules = new StringBuilder();
        var targets = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            schedules
                    .append(", {name: s")
                    .append(i)
                    .append(", rotations: [{people: [ben], every: 1 day, starts: \"2026-03-02T00:00\"}]}");
            targets.append(i % 8 == 0 ? "]}, {notify: [" : ", ")
                    .append("{schedule: s")
                    .append(i)
                    .append('}');
        }
        configure(without("ben")
                .replace("role: responder, teams: [web]}", "role: responder}")
                .replace("2026-03-02T00:00\"}]}]", "2026-03-02T00:00\"}]}" + schedules + "]")
                .replace("{schedule: days}", "{schedule: days}" + targets));
        looks(1, Duration.ofMinutes(5));
        assertThat(platformDeliveries()).hasSize(50);
        looks(3, Duration.ofMinutes(5));
        assertThat(platformDeliveries()).hasSize(72);
    }

    @Test
    void two_gaps_that_become_one_are_told_once() {
        String omar = without("ben").replace("role: admin", "role: admin, contact: [{email: omar@shop.example}]");
        configure(omar);
        looks(1, Duration.ofMinutes(5));
        assertThat(sent).hasSize(2);
        configure(omar.replace("name: ana, email", "name: ana, disabled: true, email"));
        looks(6, Duration.ofMinutes(5));
        assertThat(sent).hasSize(3);
        configure(omar);
        looks(6, Duration.ofMinutes(5));
        assertThat(sent).as("it shrank").hasSize(3);
    }

    @Test
    void the_last_proof_of_a_rule_is_kept_whole() {
        var store = new ProofStore();
        Instant now = clock.instant();
        List<Tried> tried = List.of(new Tried("answer 500", true, "fires within 1 min"));
        var fires = new Proof(
                "monitor/home", "abc", new Result.Fires(tried, Duration.ofSeconds(90)), now, Optional.of(now));
        write(tx -> store.save(tx, fires));
        assertThat(one(tx -> store.find(tx, "monitor/home"))).contains(fires);
        var cannot = new Proof(
                "monitor/home",
                "def",
                new Result.CannotFire(List.of(), "It is paused", "Resume it"),
                now.plusSeconds(5),
                Optional.of(now));
        write(tx -> store.save(tx, cannot));
        assertThat(list(store::all)).containsExactly(cannot);
        assertThat(list(store::heads)).extracting(ProofStore.Head::outcome).containsExactly("cannot-fire");
        write(tx -> store.forget(tx, "monitor/home"));
        assertThat(list(store::all)).isEmpty();
    }
}
