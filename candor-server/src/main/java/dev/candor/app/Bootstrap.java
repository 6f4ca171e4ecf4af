package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.catalog.document.Nodes;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first start: somebody must be able to sign in, once, and only whoever reads the process's own output learns
/// how.
final class Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

    private Bootstrap() {}

    /// Makes the first password and the bootstrap token. Gives the login (`name / password`) when there was none
    /// before.
    static Optional<String> admit(Candor candor) {
        Instant now = candor.platform().clock().instant();
        candor.settings()
                .bootstrapToken()
                .ifPresent(token -> candor.ledger()
                        .inTransaction(tx -> candor.platform()
                                .access()
                                .addToken(
                                        tx,
                                        candor.platform().ids().next(),
                                        "bootstrap",
                                        Hashes.sha256(token),
                                        Role.ADMIN,
                                        "candor",
                                        now)));
        boolean somebody = candor.ledger().read(tx -> candor.platform().access().anybodyHasAPassword(tx));
        if (somebody) {
            return Optional.empty();
        }
        String name = admin(candor);
        String password = candor.platform().random().token(16);
        String hash = candor.passwords().hash(password);
        boolean first =
                candor.ledger().inTransaction(tx -> candor.platform().access().setFirstPassword(tx, name, hash, now));
        return first ? Optional.of(name + " / " + password) : Optional.empty();
    }

    /// The first configured admin, or a new person `admin`.
    private static String admin(Candor candor) {
        Optional<String> configured = candor.catalogs().current().all(Person.KIND).stream()
                .map(Item::value)
                .filter(person -> person.role() == Role.ADMIN && !person.disabled())
                .map(Person::name)
                .findFirst();
        if (configured.isPresent()) {
            return configured.get();
        }
        var document =
                Nodes.json("first start", Json.object("name", "admin", "email", "admin@localhost", "role", "admin"));
        var problems = candor.applying().save("people", document, "candor", "");
        if (!problems.isEmpty()) {
            LOG.warn("The first admin could not be made: {}", List.copyOf(problems));
        }
        return "admin";
    }
}
