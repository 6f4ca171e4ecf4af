package dev.candor.app;

import dev.candor.base.time.Durations;
import dev.candor.detect.intake.Fields;
import dev.candor.respond.watch.Watch;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/// How somebody wants a change guarded: `{"for": "10m", "rollback": "https://ci.example/rollback"}`.
record WatchWish(Duration lasting, Optional<URI> rollback) {
    /// @param fields hears what is wrong
    /// @param service of the change; a watch needs one
    static Optional<WatchWish> read(Fields fields, String service) {
        if (!fields.has("watch")) {
            return Optional.empty();
        }
        if (fields.object("watch").isEmpty()) {
            fields.error("'watch' must be an object: {\"for\": \"10m\"}");
            return Optional.empty();
        }
        if (service.isEmpty()) {
            fields.error("'watch': say which service is watched");
        }
        var wish = new Fields(fields.object("watch").orElseThrow());
        String text = wish.optional("for", 40).orElse("10m");
        Optional<Duration> lasting = Durations.parse(text)
                .filter(one -> one.compareTo(Watch.SHORTEST) >= 0 && one.compareTo(Watch.LONGEST) <= 0);
        if (lasting.isEmpty()) {
            fields.error("'watch.for' is `" + text + "`; use 10s to 24h");
        }
        Optional<String> address = wish.optional("rollback", 2001);
        Optional<URI> rollback = address.flatMap(WatchWish::uri);
        if (wish.has("rollback") && rollback.isEmpty()) {
            fields.error("'watch.rollback' must be an http or https address");
        }
        return lasting.map(one -> new WatchWish(one, rollback));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri -> text.length() <= 2000 && text.matches("(?i)https?://.+") && uri.getHost() != null);
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }
}
