package dev.candor.app.console;

import dev.candor.platform.Platform;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// A form that is sent twice, by a double click or a reload, does its work once: it carries a key made for it when it
/// was shown. The second one gets the answer of the first. Another text in the same form is another matter and is
/// done.
final class Once {
    /// The hidden field with the key.
    static final String FIELD = "once";

    private static final int UNDER_WAY = 0;
    private static final Duration DEAD_AFTER = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final int LOOKS = 200;

    private final Platform platform;

    Once(Platform platform) {
        this.platform = platform;
    }

    /// A new key for a form.
    String key() {
        return platform.random().token(20);
    }

    /// Does `work` unless the same form did it before. Only a 303 counts as done: a form that comes back with its
    /// mistakes may be sent again.
    Answer answer(Call call, Supplier<Answer> work) {
        String given = call.form(FIELD);
        if (given.isEmpty() || given.length() > 64) {
            return work.get();
        }
        String key = Hashes.sha256("form\n" + call.principal().actor() + "\n" + call.path() + "\n" + given + "\n"
                + new String(call.body(), StandardCharsets.UTF_8));
        if (!claim(key)) {
            return whatCameOfIt(key);
        }
        boolean done = false;
        try {
            Answer answer = work.get();
            String location = answer.headers().getOrDefault("Location", "");
            if (answer.status() == 303 && !location.isEmpty()) {
                done = platform.ledger()
                        .inTransaction(tx ->
                                tx.update("UPDATE idempotency SET status = 303, body = ? WHERE key = ?", location, key)
                                        == 1);
            }
            return answer;
        } finally {
            if (!done) {
                platform.ledger()
                        .inTransaction(tx ->
                                tx.update("DELETE FROM idempotency WHERE key = ? AND status = ?", key, UNDER_WAY));
            }
        }
    }

    /// The row decides who does it. The claim of a process that died is taken over after a minute.
    private boolean claim(String key) {
        Instant now = platform.clock().instant();
        String mine = platform.random().token(20);
        return platform.ledger()
                .inTransaction(
                        tx -> tx.update("""
                        INSERT INTO idempotency (key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (key) DO UPDATE SET body = excluded.body, created_at = excluded.created_at
                         WHERE idempotency.status = ? AND (idempotency.created_at < ? OR idempotency.body = excluded.body)
                        """, key, "form", UNDER_WAY, mine, now, UNDER_WAY, now.minus(DEAD_AFTER)) == 1);
    }

    /// Waits for the first one: its own answer was dropped by the browser when the second click came.
    private Answer whatCameOfIt(String key) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<String> location = platform.ledger()
                    .read(tx -> tx.one(
                            "SELECT status, body FROM idempotency WHERE key = ?",
                            row -> row.integer("status") == UNDER_WAY ? "" : row.text("body"),
                            key));
            if (location.isEmpty()) {
                return Answer.problem(
                        409, "Sent twice", "The form was sent twice and the first one was refused. Go back and look.");
            }
            if (!location.get().isEmpty()) {
                return Answer.seeOther(location.get());
            }
            try {
                platform.sleeper().sleep(PATIENCE);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Answer.problem(409, "Under way", "The first click is still being worked on. Look again in a moment.");
    }
}
