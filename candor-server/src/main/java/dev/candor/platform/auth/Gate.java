package dev.candor.platform.auth;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.platform.db.Database;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/// The one place that decides who may call what. Runs before every route; fails closed.
public final class Gate {
    /// What the gate says about a call.
    public sealed interface Ruling {}

    public record Admitted(Principal principal) implements Ruling {}

    public record Refused(Answer answer) implements Ruling {}

    static final String COOKIE = "candor-session";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Database ledger;
    private final AccessStore store;
    private final People people;
    private final Ids ids;
    private final Randomness random;
    private final InstantSource clock;

    public Gate(Database ledger, AccessStore store, People people, Ids ids, Randomness random, InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.people = people;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    public Ruling rule(Route route, Call call) {
        return switch (route.access()) {
            case Access.Anybody _ -> new Admitted(Principal.NOBODY);
            case Access.ProvenByKey _ -> new Admitted(Principal.NOBODY);
            case Access.Permitted permitted -> rule(permitted, call);
        };
    }

    private Ruling rule(Access.Permitted needed, Call call) {
        Principal principal = identify(call);
        if (principal instanceof Principal.Nobody) {
            return new Refused(signInFirst(call));
        }
        if (principal instanceof Principal.Signed && !SAFE.contains(call.method()) && !sameOrigin(call)) {
            return new Refused(Answer.problem(
                    403, "Cross-site request", "Changes with a session cookie are taken from our own pages only."));
        }
        if (!principal.may(needed.resource(), needed.action())) {
            String word = needed.resource().least(needed.action()).word();
            return new Refused(Answer.problem(403, "Not permitted", "This needs the role " + word + " or more."));
        }
        return new Admitted(principal);
    }

    /// Whether somebody who was let in may stay: still among the people, and the session or the token still holds. Does
    /// not count as using it.
    ///
    /// @throws dev.candor.platform.db.DatabaseException when the ledger cannot be asked now
    public boolean stays(Principal principal) {
        return switch (principal) {
            case Principal.Signed signed ->
                people.role(signed.person()).isPresent()
                        && ledger.read(tx -> store.session(tx, signed.sessionHash(), clock.instant()))
                                .isPresent();
            case Principal.Token token -> ledger.read(tx -> store.holds(tx, token.name(), clock.instant()));
            case Principal.Nobody _ -> true;
        };
    }

    /// The person who made a token, also by a token of theirs.
    private Optional<String> owner(String createdBy) {
        return ledger.read(tx -> store.maker(tx, createdBy))
                .filter(person -> people.role(person).isPresent());
    }

    /// Who calls, by bearer token or session cookie.
    public Principal identify(Call call) {
        var now = clock.instant();
        Optional<String> bearer =
                call.header("authorization").filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7));
        if (bearer.isPresent()) {
            String hash = Hashes.sha256(bearer.get().substring(7).strip());
            var token = ledger.read(tx -> store.token(tx, hash, now));
            token.filter(found -> found.usedAt().isEmpty()
                            || found.usedAt().get().plusSeconds(60).isBefore(now))
                    .ifPresent(found -> ledger.inTransaction(tx -> {
                        store.tokenUsed(tx, found.id(), now);
                        return true;
                    }));
            return token.<Principal>map(
                            found -> new Principal.Token(found.name(), found.role(), owner(found.createdBy())))
                    .orElse(Principal.NOBODY);
        }
        Optional<String> cookie = call.cookie(cookieName(call)).filter(value -> value.length() >= 20);
        if (cookie.isEmpty()) {
            return Principal.NOBODY;
        }
        String hash = Hashes.sha256(cookie.get());
        Optional<String> person = ledger.read(tx -> store.session(tx, hash, now));
        if (person.isPresent() && ledger.read(tx -> store.isIdle(tx, hash, now))) {
            ledger.inTransaction(tx -> {
                store.touch(tx, hash, now);
                return true;
            });
        }
        return person.flatMap(name -> people.role(name).map(role -> signed(name, role, hash)))
                .orElse(Principal.NOBODY);
    }

    private static Principal signed(String name, Role role, String hash) {
        return new Principal.Signed(name, role, hash);
    }

    /// Opens a session for `person`; the value of the `Set-Cookie` header.
    public String openSession(Call call, String person) {
        String token = random.token(50);
        var now = clock.instant();
        ledger.inTransaction(tx -> {
            store.openSession(tx, Hashes.sha256(token), person, now);
            return true;
        });
        return cookieName(call) + "=" + token + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + AccessStore.LONGEST.toSeconds() + (isSecure(call) ? "; Secure" : "");
    }

    /// The `Set-Cookie` header that makes the browser forget.
    public String forgetCookie(Call call) {
        return cookieName(call) + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (isSecure(call) ? "; Secure" : "");
    }

    /// A new API token in clear, to be shown once: `cdr_{id}_{secret}_{crc}`. Empty when the name is taken.
    public Optional<String> newToken(String name, Role role, String createdBy) {
        var id = ids.next();
        String stem = "cdr_" + id.toString().substring(24) + "_" + random.token(40);
        var crc = new CRC32();
        crc.update(stem.getBytes(StandardCharsets.UTF_8));
        String token = stem + "_" + Long.toHexString(crc.getValue());
        return ledger.inTransaction(
                        tx -> store.addToken(tx, id, name, Hashes.sha256(token), role, createdBy, clock.instant()))
                ? Optional.of(token)
                : Optional.empty();
    }

    public Answer notFound(Call call) {
        return Answer.notFound("Nothing is at " + call.path() + ".");
    }

    /// Headers every answer of this origin carries, refusals and failures included.
    ///
    /// @param secure whether the client came over https
    public static Answer decorate(boolean secure, Answer answer) {
        Answer decorated = answer.with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("X-Frame-Options", "DENY")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        return secure ? decorated.with("Strict-Transport-Security", "max-age=31536000") : decorated;
    }

    private static Answer signInFirst(Call call) {
        if (call.wantsJson()
                || !call.method().equals("GET")
                || call.header("authorization").isPresent()) {
            return Answer.problem(401, "Not signed in", "Send `Authorization: Bearer cdr_…`, or sign in.")
                    .with("WWW-Authenticate", "Bearer");
        }
        return Answer.seeOther("/login?next=" + URLEncoder.encode(call.path(), StandardCharsets.UTF_8));
    }

    /// Browsers say where a request comes from; one that does not say it must name our own origin.
    public static boolean sameOrigin(Call call) {
        Optional<String> site = call.header("sec-fetch-site");
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        return call.header("origin").map(call.origin()::equals).orElse(false);
    }

    private static boolean isSecure(Call call) {
        return call.origin().startsWith("https://");
    }

    private static String cookieName(Call call) {
        return isSecure(call) ? "__Host-" + COOKIE : COOKIE;
    }
}
