package dev.candor.app.console;

import dev.candor.base.json.Json;
import dev.candor.catalog.Person;
import dev.candor.platform.auth.Attempts;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.auth.Passwords;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signing in, and what helps who cannot. Wrong names and wrong passwords get the same answer in the same time.
final class SignInHttp {
    private static final String PURPOSE = "password";
    private static final Duration LINK_LIVES = Duration.ofHours(1);
    private static final String WRONG = "Name or password is wrong.";
    private static final String TOO_OFTEN = "Too many attempts. Wait a quarter of an hour.";

    /// Failures from one address, behind which many may sit.
    private static final int A_HOUSEHOLD = 50;
    /// Failures for one name from everywhere: 10,000 guesses a day open no password we accept.
    private static final int ALL_THE_WORLD = 100;

    private final Console console;
    private final Attempts attempts = new Attempts();

    SignInHttp(Console console) {
        this.console = console;
    }

    List<Route> routes() {
        Access open = Access.anybody("whoever wants to sign in is not signed in yet; the password decides");
        Access link = Access.key("the one-time link from the mail proves who asks");
        return List.of(
                Route.get("/login", open, this::form),
                Route.post("/login", open, this::signIn),
                Route.get("/login/lost", open, _ -> lost(false)),
                Route.post("/login/lost", open, this::lost),
                Route.get("/login/new/{token}", link, this::newPassword),
                Route.post("/login/new/{token}", link, this::setPassword));
    }

    private static String next(String wanted) {
        boolean ours = wanted.startsWith("/")
                && !wanted.startsWith("//")
                && !wanted.contains("\\")
                && wanted.length() < 500
                && wanted.chars().noneMatch(c -> c < 0x20);
        return ours ? wanted : "/";
    }

    private Answer form(Call call) {
        return screen(200, "", next(call.query("next", "/")), "");
    }

    private static Answer screen(int status, String name, String next, String wrong) {
        return Console.alone(status, "login", Map.of("name", name, "next", next, "wrong", wrong));
    }

    private Answer signIn(Call call) {
        if (!Gate.sameOrigin(call)) {
            return Answer.problem(403, "Cross-site request", "Signing in works from our own page only.");
        }
        Instant now = console.now();
        String name = call.form("name");
        String next = next(call.form("next"));
        String byAddress = "ip:" + call.address();
        String byName = "name:" + name.toLowerCase(java.util.Locale.ROOT);
        String byBoth = byName + " " + byAddress;
        // A name alone bears many: otherwise anybody could keep ana out of her own console at 3 a.m.
        if (attempts.exhausted(byBoth, now)
                || attempts.exhausted(byAddress, A_HOUSEHOLD, now)
                || attempts.exhausted(byName, ALL_THE_WORLD, now)) {
            return screen(429, name, next, TOO_OFTEN);
        }
        Optional<String> person = console.candor()
                .catalogs()
                .named(name)
                .filter(found -> console.candor().catalogs().role(found).isPresent());
        Optional<String> hash = person.flatMap(found -> console.candor()
                .platform()
                .ledger()
                .read(tx -> console.candor().platform().access().passwordHash(tx, found)));
        String password = Optional.ofNullable(call.form().get("password"))
                .map(List::getFirst)
                .orElse("");
        if (!console.candor().passwords().verify(password, hash)) {
            attempts.failed(byBoth, now);
            attempts.failed(byAddress, now);
            attempts.failed(byName, now);
            return screen(401, name, next, WRONG);
        }
        attempts.succeeded(byBoth);
        return Answer.seeOther(next)
                .with("Set-Cookie", console.candor().gate().openSession(call, person.orElseThrow()));
    }

    /// The same answer whether we know the address or not.
    private Answer lost(Call call) {
        if (!Gate.sameOrigin(call)) {
            return Answer.problem(403, "Cross-site request", "This works from our own page only.");
        }
        Instant now = console.now();
        String name = call.form("name");
        String key = "lost:" + name.toLowerCase(java.util.Locale.ROOT);
        String byAddress = "lost-ip:" + call.address();
        if (!attempts.exhausted(key, now) && !attempts.exhausted(byAddress, now)) {
            attempts.failed(key, now);
            attempts.failed(byAddress, now);
            console.candor()
                    .catalogs()
                    .named(name)
                    .flatMap(found -> console.candor().catalogs().current().find(Person.KIND, found))
                    .filter(person -> console.mailsLeave()
                            && !person.disabled()
                            && !person.email().isEmpty())
                    .ifPresent(person -> mail(person, now));
        }
        return lost(true);
    }

    private Answer lost(boolean sent) {
        return Console.alone(200, "lost", Map.of("sent", sent, "mailsLeave", console.mailsLeave()));
    }

    private void mail(Person person, Instant now) {
        String token = console.candor().platform().random().token(40);
        String hash = Hashes.sha256(token);
        Map<String, ?> payload = Json.object(
                "address",
                person.email(),
                "event",
                "password",
                "person",
                person.name(),
                "title",
                "A new password for Candor",
                "text",
                "Somebody, probably you, asked for a new password. The link works once, for one hour. If it was not you, do nothing.",
                "link",
                console.candor().consoleUrl() + "/login/new/" + token);
        console.candor().platform().ledger().inTransaction(tx -> {
            console.candor().platform().access().issue(tx, hash, PURPOSE, person.name(), now.plus(LINK_LIVES), now);
            return console.candor()
                    .platform()
                    .outbox()
                    .put(
                            tx,
                            new Message(
                                    "password/" + hash.substring(0, 32),
                                    Lane.HOUSEKEEPING,
                                    "email",
                                    "email:" + person.email(),
                                    "person/" + person.name(),
                                    Map.copyOf(payload),
                                    now,
                                    LINK_LIVES,
                                    8),
                            now);
        });
    }

    private Answer newPassword(Call call) {
        boolean valid = holds(call, console.now());
        return Console.alone(valid ? 200 : 404, "newpassword", Map.of("valid", valid, "wrong", ""));
    }

    private boolean holds(Call call, Instant now) {
        return console.candor()
                .platform()
                .ledger()
                .read(tx ->
                        console.candor().platform().access().look(tx, Hashes.sha256(call.value("token")), PURPOSE, now))
                .isPresent();
    }

    private Answer setPassword(Call call) {
        if (!Gate.sameOrigin(call)) {
            return Answer.problem(403, "Cross-site request", "This works from our own page only.");
        }
        String password = Optional.ofNullable(call.form().get("password"))
                .map(List::getFirst)
                .orElse("");
        Optional<String> objection = Passwords.objection(password);
        if (objection.isPresent()) {
            return Console.alone(422, "newpassword", Map.of("valid", true, "wrong", objection.get()));
        }
        Instant now = console.now();
        // Hashing is dear on purpose: only for those who hold a link of ours.
        if (!holds(call, now)) {
            return Console.alone(404, "newpassword", Map.of("valid", false, "wrong", ""));
        }
        String hash = console.candor().passwords().hash(password);
        boolean done = console.candor().platform().ledger().inTransaction(tx -> {
            var platform = console.candor().platform();
            Optional<String> person = platform.access().redeem(tx, Hashes.sha256(call.value("token")), PURPOSE, now);
            person.ifPresent(name -> {
                platform.access().setPassword(tx, name, hash, now);
                platform.audit().note(tx, name, call.address(), "person.password", name, "by mail", now);
            });
            return person.isPresent();
        });
        return done
                ? Answer.seeOther("/login")
                : Console.alone(404, "newpassword", Map.of("valid", false, "wrong", ""));
    }
}
