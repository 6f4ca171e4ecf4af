package dev.candor.app.console;

import dev.candor.app.IdempotencyStore;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// A form that is sent twice, by a double click or a reload, does its work once: it carries a key made for it when it
/// was shown. The second one gets the answer of the first. Another text in the same form is another matter and is
/// done.
final class Once {
    /// The hidden field with the key.
    static final String FIELD = "once";

    /// The body is part of the key: what was asked for need not be told apart once more.
    private static final String FORM = "form";
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final int LOOKS = 200;

    private final Platform platform;
    private final IdempotencyStore store;

    Once(Platform platform) {
        this.platform = platform;
        this.store = new IdempotencyStore(platform);
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
        Optional<String> mine = store.claim(key, FORM);
        if (mine.isEmpty()) {
            return whatCameOfIt(key);
        }
        Answer answer;
        try {
            answer = work.get();
        } catch (RuntimeException | Error failed) {
            store.release(key, mine.get());
            throw failed;
        }
        String location = answer.headers().getOrDefault("Location", "");
        if (answer.status() == 303 && !location.isEmpty()) {
            store.keep(key, FORM, answer.status(), location);
        } else {
            store.release(key, mine.get());
        }
        return answer;
    }

    /// Waits for the first one: its own answer was dropped by the browser when the second click came.
    private Answer whatCameOfIt(String key) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<IdempotencyStore.Kept> kept = store.find(key);
            if (kept.isEmpty()) {
                return Answer.problem(
                        409, "Sent twice", "The form was sent twice and the first one was refused. Go back and look.");
            }
            if (!kept.get().underWay()) {
                return Answer.seeOther(kept.get().body());
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
