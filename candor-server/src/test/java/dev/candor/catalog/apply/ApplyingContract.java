package dev.candor.catalog.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.detect.monitor.Monitor;
import dev.candor.paging.channel.Channel;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import dev.candor.platform.secret.SecretBox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ApplyingContract extends StoreContract {
    private static final String YAML = """
            teams: [{name: web}]
            people: [{name: ana, email: Ana@shop.example, teams: [web], role: responder}]
            channels: [{name: ops, kind: webhook, url: "http://hook.example/", secret: "first secret"}]
            services: [{name: shop, team: web, intake-keys: [0123456789abcdef]}]
            """;

    private final Audit audit = new Audit(ids);

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Applying applying;

    ApplyingContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void build() {
        catalogs = new Catalogs(
                database, new CatalogStore(Candor.KINDS, new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        applying = new Applying(database, catalogs, audit, ids, clock);
    }

    private String apply(String yaml) {
        var outcome = applying.files(Map.of("a.yaml", yaml), Map.of(), false, "omar");
        return outcome.problems().isEmpty()
                ? outcome.plan().text()
                : outcome.problems().toString();
    }

    private String plan(String yaml) {
        return applying.files(Map.of("a.yaml", yaml), Map.of(), true, "omar")
                .plan()
                .text();
    }

    private String raw() {
        return String.join(
                "\n", list(tx -> tx.list("SELECT document FROM catalog ORDER BY name", row -> row.text("document"))));
    }

    @Test
    void files_are_applied_once_and_then_there_is_nothing_to_change() {
        assertThat(plan(YAML)).contains("+ services[shop]");
        assertThat(list(tx -> catalogs.store().rows(tx))).isEmpty();
        assertThat(apply(YAML)).contains("+ teams[web]", "+ people[ana]");
        assertThat(apply(YAML)).isEqualTo("Nothing to change.\n");
        assertThat(catalogs.current().find(Person.KIND, "ana").orElseThrow().contacts())
                .hasSize(1);
        assertThat(catalogs.role("ana")).contains(Role.RESPONDER);
        assertThat(catalogs.named("ana@SHOP.example")).contains("ana");
        assertThat(catalogs.current().serviceOfKey("0123456789abcdef").map(Service::name))
                .contains("shop");
        assertThat(catalogs.current().serviceOfKey("")).isEmpty();
    }

    @Test
    void another_process_loads_again_only_when_something_changed() {
        var elsewhere = new Catalogs(database, catalogs.store());
        assertThat(elsewhere.reload().all(Service.KIND)).isEmpty();
        apply(YAML);
        var loaded = elsewhere.reloadIfChanged();
        assertThat(loaded.find(Service.KIND, "shop")).isPresent();
        assertThat(elsewhere.reloadIfChanged()).isSameAs(loaded);
        clock.pass(Duration.ofMillis(1));
        apply(YAML.replace("Ana@shop", "ana@shop"));
        assertThat(elsewhere.reloadIfChanged()).isNotSameAs(loaded);
        apply(YAML.replace("services: [{name: shop, team: web, intake-keys: [0123456789abcdef]}]", "services: []")
                .replace("Ana@shop", "ana@shop"));
        assertThat(elsewhere.reloadIfChanged().all(Service.KIND)).isEmpty();
    }

    @Test
    void a_change_keeps_the_id_and_a_name_that_leaves_the_files_is_deleted() {
        apply(YAML);
        var before = catalogs.current().item(Service.KIND, "shop").orElseThrow();
        clock.pass(minutes(1));
        assertThat(apply(YAML.replace("name: shop, team", "name: shop, description: The shop, team")))
                .isEqualTo("~ services[shop]  (a.yaml)\n    description: (not set) -> \"The shop\"\n");
        var after = catalogs.current().item(Service.KIND, "shop").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isAfter(before.updatedAt());
        assertThat(apply("teams: [{name: web}]")).contains("- services[shop]", "- people[ana]", "- channels[ops]");
        assertThat(list(tx -> audit.list(tx, Optional.empty(), 100)))
                .extracting(Audit.Entry::action)
                .contains("create", "update", "delete");
    }

    @Test
    void secrets_are_sealed_at_rest_and_masked_in_differences() {
        apply(YAML);
        assertThat(raw()).doesNotContain("first secret").contains("sealed:");
        assertThat(catalogs.current().find(Channel.KIND, "ops").orElseThrow().secret())
                .isEqualTo("first secret");
        String text = apply(YAML.replace("first secret", "second secret"));
        assertThat(text).contains("secret: ").doesNotContain("first").doesNotContain("second");
        assertThat(list(tx -> audit.list(tx, Optional.empty(), 100)).toString()).doesNotContain("second secret");
    }

    @Test
    void a_secret_that_looks_like_a_number_or_like_an_envelope_is_a_secret_too() {
        for (String secret : List.of("98765432", "true", "sealed:not-really")) {
            String yaml = YAML.replace("\"first secret\"", secret);
            apply(yaml);
            assertThat(raw()).doesNotContain(secret);
            assertThat(catalogs.current()
                            .find(Channel.KIND, "ops")
                            .orElseThrow()
                            .secret())
                    .isEqualTo(secret);
            assertThat(plan(yaml)).isEqualTo("Nothing to change.\n");
        }
    }

    @Test
    void one_mistake_means_nothing_is_applied() {
        assertThat(apply(YAML + "monitors: [{name: m, service: shpo, kind: http, url: 'http://a.example/'}]\n"))
                .contains("did you mean `shop`");
        assertThat(list(tx -> catalogs.store().rows(tx))).isEmpty();
    }

    private List<Problem> save(String kind, Object... keysAndValues) {
        return applying.save(kind, Nodes.json("body", Json.object(keysAndValues)), "omar", "192.0.2.1");
    }

    @Test
    void what_was_made_in_the_console_is_never_touched_by_files() {
        assertThat(save("teams", "name", "console-team")).isEmpty();
        assertThat(apply(YAML)).doesNotContain("console-team");
        assertThat(apply("teams: [{name: console-team}]")).contains("also made in the console");
        assertThat(catalogs.current().find(Team.KIND, "console-team")).isPresent();
        assertThat(apply("teams: [{name: web}]\nservices: [{name: api, team: console-team}]"))
                .contains("+ services[api]");
    }

    @Test
    void what_a_file_owns_cannot_be_changed_or_deleted_in_the_console() {
        apply(YAML);
        assertThat(save("teams", "name", "web"))
                .extracting(Problem::message)
                .containsExactly("belongs to the file a.yaml: change it there and apply");
        assertThat(applying.delete("teams", "web", "omar", "")).hasSize(1);
        assertThat(catalogs.current().item(Team.KIND, "web").orElseThrow().ownedByFile())
                .isTrue();
    }

    @Test
    void what_is_still_used_is_not_deleted() {
        save("teams", "name", "core");
        save("services", "name", "api", "team", "core");
        assertThat(applying.delete("teams", "core", "omar", ""))
                .extracting(Problem::message)
                .containsExactly("is still used by service api");
        assertThat(applying.delete("services", "api", "omar", "")).isEmpty();
        assertThat(applying.delete("teams", "core", "omar", "")).isEmpty();
        assertThat(applying.delete("teams", "core", "omar", "")).hasSize(1);
    }

    @Test
    void a_form_with_mistakes_is_not_saved() {
        assertThat(save("services", "name", "", "team", "nobody", "colour", "red"))
                .hasSize(3);
        assertThat(save("nothing", "name", "x")).hasSize(1);
        assertThat(list(tx -> catalogs.store().rows(tx))).isEmpty();
    }

    @Test
    void every_kind_of_secret_is_sealed_and_shown_as_dots() {
        apply("""
                services: [{name: shop, intake-keys: [0123456789abcdef]}]
                channels: [{name: chat, kind: webhook, url: "https://chat.example/hook?room=7&token=t0psecret"}]
                monitors:
                  - name: home
                    service: shop
                    kind: http
                    url: https://shop.example/
                    headers: {X-Api-Key: k3y, Accept: text/html}
                    auth: {basic: {user: ana, password: w0rd}}
                """);
        assertThat(raw()).doesNotContain("0123456789abcdef", "t0psecret", "k3y", "w0rd");
        Channel chat = catalogs.current().find(Channel.KIND, "chat").orElseThrow();
        assertThat(chat.url()).hasToString("Optional[https://chat.example/hook?room=7&token=t0psecret]");
        String shown = String.valueOf(list(tx -> catalogs.store().rows(tx)).stream()
                .map(row -> catalogs.store().masked(row.document()))
                .toList());
        assertThat(shown)
                .doesNotContain("0123456789abcdef", "t0psecret", "k3y", "w0rd", "sealed:")
                .contains("url=https://chat.example/••••••", "Accept=text/html", "user=ana");
    }

    @Test
    void dots_that_come_back_are_the_secret_that_was_there_and_nobody_elses() {
        save(
                "channels",
                "name",
                "chat",
                "kind",
                "webhook",
                "url",
                "https://chat.example/hook?token=t0psecret",
                "secret",
                "signs");
        assertThat(save(
                        "channels",
                        "name",
                        "chat",
                        "kind",
                        "webhook",
                        "url",
                        "https://chat.example/hook?token=••••••",
                        "secret",
                        "••••••"))
                .isEmpty();
        Channel chat = catalogs.current().find(Channel.KIND, "chat").orElseThrow();
        assertThat(chat.secret()).isEqualTo("signs");
        assertThat(chat.url()).hasToString("Optional[https://chat.example/hook?token=t0psecret]");

        assertThat(save(
                        "channels",
                        "name",
                        "chat",
                        "kind",
                        "webhook",
                        "url",
                        "https://thief.example/hook?token=••••••",
                        "secret",
                        "••••••"))
                .singleElement()
                .asString()
                .contains("write the secret itself once more");
        assertThat(save("channels", "name", "new", "kind", "webhook", "url", "https://a.example/", "secret", "••••••"))
                .singleElement()
                .asString()
                .contains("write the secret itself once more");
    }

    /// Whoever knows the path of a chat's webhook or an ntfy topic can write there.
    @Test
    void where_messages_are_sent_is_secret_but_for_scheme_and_host() {
        apply("""
                channels:
                  - {name: chat, kind: webhook, url: "https://chat.example:8443/services/T000/TOPSECRET1?room=7"}
                  - {name: push, kind: ntfy, url: "https://push.example/TOPSECRET2"}
                people:
                  - {name: ana, email: ana@shop.example, contact: [{ntfy: "https://push.example/TOPSECRET3"}, {webhook: "https://chat.example/TOPSECRET4", after: 1m}]}
                services: [{name: shop}]
                monitors: [{name: home, service: shop, kind: http, url: "https://shop.example/seen/by/all"}]
                """);
        assertThat(raw()).doesNotContain("TOPSECRET").contains("/seen/by/all");
        assertThat(catalogs.current().find(Channel.KIND, "push").orElseThrow().url())
                .hasToString("Optional[https://push.example/TOPSECRET2]");
        assertThat(shown())
                .doesNotContain("TOPSECRET", "T000", "room")
                .contains(
                        "https://chat.example:8443/••••••",
                        "url=https://push.example/••••••",
                        "ntfy=https://push.example/••••••",
                        "webhook=https://chat.example/••••••",
                        "https://shop.example/seen/by/all");
        assertThat(apply("channels: [{name: chat, kind: webhook, url: \"https://chat.example/services/TOPSECRET5\"}]"))
                .doesNotContain("TOPSECRET")
                .contains("https://chat.example:8443/••••••", "https://chat.example/••••••");
    }

    @Test
    void dots_in_the_address_of_a_message_mean_unchanged_and_follow_to_no_other_place() {
        save("channels", "name", "chat", "kind", "webhook", "url", "https://chat.example/@bot/TOPSECRET1");
        assertThat(save("channels", "name", "chat", "kind", "webhook", "url", "https://chat.example/••••••"))
                .isEmpty();
        assertThat(url("chat")).isEqualTo("https://chat.example/@bot/TOPSECRET1");
        for (String thief : List.of(
                "https://thief.example/••••••",
                "https://chat.example:8443/••••••",
                "http://chat.example/••••••",
                "https://chat.example@thief.example/••••••",
                "https://chat.example/••••••/more")) {
            assertThat(save("channels", "name", "chat", "kind", "webhook", "url", thief))
                    .as(thief)
                    .singleElement()
                    .asString()
                    .contains("write the secret itself once more")
                    .doesNotContain("TOPSECRET");
        }
        assertThat(save("channels", "name", "chat", "kind", "webhook", "url", "https://chat.example/new"))
                .isEmpty();
        assertThat(url("chat")).isEqualTo("https://chat.example/new");
        assertThat(save("channels", "name", "other", "kind", "webhook", "url", "https://chat.example/••••••"))
                .singleElement()
                .asString()
                .contains("write the secret itself once more");
    }

    @Test
    void contacts_that_look_the_same_are_not_mixed_up() {
        Object first = Json.object("ntfy", "https://push.example/TOPSECRET1");
        Object second = Json.object("ntfy", "https://push.example/TOPSECRET2");
        Object dots = Json.object("ntfy", "https://push.example/••••••");
        assertThat(person(List.of(first, second))).isEmpty();
        assertThat(person(List.of(dots, dots))).isEmpty();
        assertThat(contacts()).containsExactly("https://push.example/TOPSECRET1", "https://push.example/TOPSECRET2");
        assertThat(person(List.of(dots))).singleElement().asString().contains("write the secret itself once more");
        assertThat(person(List.of(second, Json.object("email", "ana@shop.example"))))
                .isEmpty();
        assertThat(person(List.of(dots))).isEmpty();
        assertThat(contacts()).containsExactly("https://push.example/TOPSECRET2");
    }

    private List<Problem> person(List<Object> contacts) {
        return save("people", "name", "ana", "email", "ana@shop.example", "contact", contacts);
    }

    private List<String> contacts() {
        return catalogs.current().find(Person.KIND, "ana").orElseThrow().contacts().stream()
                .filter(contact -> contact.kind().equals("ntfy"))
                .map(ContactMethod::address)
                .toList();
    }

    private String url(String channel) {
        return catalogs.current()
                .find(Channel.KIND, channel)
                .orElseThrow()
                .url()
                .orElseThrow()
                .toString();
    }

    private String shown() {
        return String.valueOf(list(tx -> catalogs.store().rows(tx)).stream()
                .map(row -> catalogs.store().masked(row.document()))
                .toList());
    }

    @Test
    void a_secret_does_not_follow_a_changed_address() {
        Object auth = Json.object("basic", Json.object("user", "ana", "password", "w0rd"));
        Object dots = Json.object("basic", Json.object("user", "ana", "password", "••••••"));
        assertThat(monitor("https://shop.example/a", auth)).isEmpty();
        assertThat(monitor("https://shop.example/b", dots)).isEmpty();
        assertThat(catalogs.current()
                        .find(Monitor.KIND, "home")
                        .orElseThrow()
                        .spec()
                        .toString())
                .doesNotContain("••••••");
        for (String thief : List.of("https://thief.example/b", "https://shop.example:8443/b")) {
            assertThat(monitor(thief, dots)).singleElement().asString().contains("write the secret itself once more");
        }
    }

    /// A place the document names already, but for something else, is another place.
    @Test
    void a_secret_does_not_follow_an_address_that_changed_its_key() {
        Object auth = Json.object("bearer", Json.object("token", "t0ken"));
        Object dots = Json.object("bearer", Json.object("token", "••••••"));
        apply("services: [{name: shop}]");
        assertThat(save(
                        "monitors",
                        "name",
                        "home",
                        "service",
                        "shop",
                        "kind",
                        "http",
                        "url",
                        "https://shop.example/",
                        "proxy",
                        "http://proxy.example:3128",
                        "auth",
                        auth))
                .isEmpty();
        assertThat(save(
                        "monitors",
                        "name",
                        "home",
                        "service",
                        "shop",
                        "kind",
                        "http",
                        "url",
                        "http://proxy.example:3128/",
                        "auth",
                        dots))
                .anySatisfy(problem -> assertThat(problem.toString()).contains("write the secret itself once more"));
    }

    @Test
    void a_secret_does_not_leave_in_clear_or_to_whoever_answers() {
        Object auth = Json.object("bearer", Json.object("token", "t0ken"));
        Object dots = Json.object("bearer", Json.object("token", "••••••"));
        assertThat(monitor("https://shop.example/a", auth)).isEmpty();
        assertThat(monitor("http://shop.example/a", dots))
                .anySatisfy(problem -> assertThat(problem.toString()).contains("write the secret itself once more"));
        assertThat(save(
                        "monitors",
                        "name",
                        "home",
                        "service",
                        "shop",
                        "kind",
                        "http",
                        "url",
                        "https://shop.example/a",
                        "tls",
                        Json.object("verify", "false"),
                        "auth",
                        dots))
                .anySatisfy(problem -> assertThat(problem.toString()).contains("write the secret itself once more"));
    }

    @Test
    void the_last_admin_stays_one() {
        assertThat(save("people", "name", "omar", "role", "admin", "email", "omar@shop.example"))
                .isEmpty();
        assertThat(save("people", "name", "omar", "role", "viewer", "email", "omar@shop.example"))
                .singleElement()
                .asString()
                .contains("last admin");
        assertThat(applying.delete("people", "omar", "omar", "192.0.2.1"))
                .singleElement()
                .asString()
                .contains("last admin");
        assertThat(save("people", "name", "cleo", "role", "admin", "email", "cleo@shop.example"))
                .isEmpty();
        assertThat(save("people", "name", "omar", "role", "viewer", "email", "omar@shop.example"))
                .isEmpty();
    }

    @Test
    void files_cannot_leave_out_or_demote_the_last_admin() {
        String omar = "people: [{name: omar, email: omar@shop.example, role: admin}]";
        assertThat(apply(omar)).contains("+ people[omar]");
        assertThat(apply("teams: [{name: web}]")).contains("last admin");
        assertThat(apply(omar.replace("admin", "viewer"))).contains("last admin");
        assertThat(apply(omar.replace("role: admin", "role: admin, disabled: true")))
                .contains("last admin");
        assertThat(applying.files(Map.of(), Map.of(), true, "omar").problems()).isNotEmpty();
        assertThat(catalogs.role("omar")).contains(Role.ADMIN);
        assertThat(apply("people: [{name: cleo, email: cleo@shop.example, role: admin}]"))
                .contains("- people[omar]");
        assertThat(save("people", "name", "dora", "role", "admin", "email", "dora@shop.example"))
                .isEmpty();
        assertThat(apply("people: []")).contains("- people[cleo]");
    }

    @Test
    void the_last_admin_stays_however_the_role_is_written() {
        assertThat(apply("people: [{name: omar, email: omar@shop.example, role: Admin}]"))
                .contains("+ people[omar]");
        assertThat(catalogs.role("omar")).contains(Role.ADMIN);
        assertThat(apply("people: [{name: omar, email: omar@shop.example, role: viewer}]"))
                .contains("is the last admin");
        assertThat(save("people", "name", "cleo", "role", "ADMIN", "email", "cleo@shop.example"))
                .isEmpty();
        assertThat(apply("people: [{name: omar, email: omar@shop.example, role: viewer}]"))
                .contains("omar");
        assertThat(applying.delete("people", "cleo", "omar", "")).isNotEmpty();
        assertThat(catalogs.role("cleo")).contains(Role.ADMIN);
    }

    @Test
    void two_admins_who_delete_each_other_at_once_are_not_both_gone() throws Exception {
        for (int round = 0; round < 20; round++) {
            write(tx -> tx.update("DELETE FROM catalog"));
            save("people", "name", "omar", "role", "admin", "email", "omar@shop.example");
            save("people", "name", "cleo", "role", "admin", "email", "cleo@shop.example");
            atOnce(
                    () -> applying.delete("people", "omar", "cleo", ""),
                    () -> save("people", "name", "cleo", "role", "viewer", "email", "cleo@shop.example"));
            assertThat(List.of("omar", "cleo"))
                    .as("round %s", round)
                    .anySatisfy(name -> assertThat(catalogs.role(name)).contains(Role.ADMIN));
        }
    }

    @Test
    void what_is_deleted_and_needed_at_once_stays_or_is_not_needed() throws Exception {
        for (int round = 0; round < 20; round++) {
            write(tx -> tx.update("DELETE FROM catalog"));
            save("teams", "name", "web");
            atOnce(
                    () -> applying.delete("teams", "web", "omar", ""),
                    () -> save("services", "name", "shop", "team", "web"));
            boolean needed = catalogs.current().find(Service.KIND, "shop").isPresent();
            assertThat(catalogs.current().find(Team.KIND, "web").isPresent())
                    .as("round %s", round)
                    .isEqualTo(needed);
        }
    }

    @Test
    void what_may_be_there_once_is_there_once_when_two_claim_it_at_once() throws Exception {
        for (int round = 0; round < 20; round++) {
            write(tx -> tx.update("DELETE FROM catalog"));
            atOnce(
                    () -> save("pages", "name", "Shop", "slug", "shop"),
                    () -> save("pages", "name", "Second", "slug", "shop"));
            assertThat(catalogs.current().all(Page.KIND)).as("round %s", round).hasSize(1);
        }
    }

    private void atOnce(Callable<?> one, Callable<?> other) throws Exception {
        var barrier = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var both = Stream.of(one, other)
                    .map(work -> threads.submit(() -> {
                        barrier.await(10, TimeUnit.SECONDS);
                        return work.call();
                    }))
                    .toList();
            for (var each : both) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
        catalogs.reload();
    }

    private List<Problem> monitor(String url, Object auth) {
        apply("services: [{name: shop}]");
        return save("monitors", "name", "home", "service", "shop", "kind", "http", "url", url, "auth", auth);
    }

    @Test
    void what_the_console_still_needs_does_not_leave_with_its_file() {
        apply(YAML);
        assertThat(save("monitors", "name", "home", "service", "shop", "kind", "http", "url", "https://shop.example/"))
                .isEmpty();
        assertThat(apply("teams: [{name: web}]")).contains("left its file, but is still used by monitor home");
        assertThat(catalogs.current().find(Service.KIND, "shop")).isPresent();
    }

    @Test
    void dots_that_stand_for_nothing_are_one_mistake_at_their_key() {
        assertThat(save("services", "name", "shop", "intake-keys", List.of("••••••", "••••••")))
                .extracting(Problem::path)
                .containsExactly("service.intake-keys");
        assertThat(save("services", "name", "shop", "intake-keys", List.of("••••••"), "colour", "red"))
                .hasSize(2);
    }

    @Test
    void a_name_that_is_there_in_other_letters_is_refused_by_form_and_file() {
        assertThat(save("teams", "name", "web")).isEmpty();
        assertThat(save("teams", "name", "Web"))
                .singleElement()
                .asString()
                .contains("team.name: is taken by team web", "differ only in capital and small letters");
        assertThat(apply("teams: [{name: WEB}]")).contains("is taken by team web");
        assertThat(save("teams", "name", "web")).isEmpty();
    }

    @Test
    void a_circle_over_what_is_stored_is_refused_by_whoever_would_close_it() {
        assertThat(save("services", "name", "depot")).isEmpty();
        assertThat(save("services", "name", "shop", "depends-on", List.of("depot")))
                .isEmpty();
        assertThat(save("services", "name", "depot", "depends-on", List.of("shop")))
                .extracting(Problem::toString)
                .containsExactly("body: service.depends-on: goes round in a circle: `depot -> shop -> depot`");
        assertThat(save("services", "name", "own", "depends-on", List.of("own")))
                .singleElement()
                .asString()
                .contains("`own -> own`");
        assertThat(save("teams", "name", "web")).isEmpty();
        assertThat(apply("services: [{name: mail, depends-on: [shop]}]")).contains("+ services[mail]");
    }

    @Test
    void a_slug_taken_by_a_file_is_refused_in_the_console_and_the_other_way_round() {
        apply("pages: [{name: Shop, slug: shop}]");
        assertThat(save("pages", "name", "Second", "slug", "shop"))
                .singleElement()
                .asString()
                .contains("is taken by page Shop");
        assertThat(save("pages", "name", "Second", "slug", "second")).isEmpty();
        assertThat(apply("pages: [{name: Shop, slug: second}]")).contains("is taken by page Second");
    }
}
