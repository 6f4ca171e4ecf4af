package dev.candor.respond.watch;

import dev.candor.base.json.Json;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeJson;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.paging.channel.HttpSending;
import dev.candor.paging.channel.HttpSending.Called;
import dev.candor.platform.Platform;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.probe.http.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Posts the order to roll a change back to the address that came with it, as JSON `{type, change, reasons}`, once.
///
/// That the call begins is stored before it is made. Who finds that stored and no word of what came of it does not
/// call:
/// it may have arrived. Only where no connection was made it is tried again, with the same `Idempotency-Key`.
public final class RollbackSender implements Sender {
    public static final String KIND = "rollback";

    /// Longer than a call may take: who has not told by then will not.
    private static final Duration ANSWERS = Duration.ofSeconds(45);

    /// Makes the call.
    @FunctionalInterface
    interface Line {
        Called once(String url, List<Header> headers, byte[] body);
    }

    private final Line line;
    private final Platform platform;
    private final Telling telling;
    private final ChangeStore changes = new ChangeStore();

    public RollbackSender(HttpSending http, Platform platform) {
        this(http::once, platform);
    }

    RollbackSender(Line line, Platform platform) {
        this.line = line;
        this.platform = platform;
        this.telling = new Telling(platform);
    }

    @Override
    public SendResult send(Claim claim) {
        UUID id = UUID.fromString(claim.text("change"));
        Optional<Watch> begun = begin(id);
        if (begun.isEmpty()) {
            return new SendResult.NeverWorks(
                    "The rollback is not called: it was called before, or is not wanted any more.",
                    "See the change's timeline.");
        }
        Optional<String> address = platform.secrets().open(begun.get().rollback());
        Called called = address.isEmpty()
                ? new Called.NeverMade("its address was sealed with another key", true)
                : line.once(
                        address.get(),
                        List.of(new Header("Idempotency-Key", claim.key()), new Header("webhook-id", claim.key())),
                        body(claim, id));
        return switch (called) {
            case Called.Answered(int status) when status >= 200 && status < 300 -> taken(id, status);
            case Called.Answered(int status)
            when refuses(status) -> over(id, Watch.State.NOT_BETTER, "the rollback was refused: it answered " + status);
            case Called.Answered(int status) ->
                over(
                        id,
                        Watch.State.OUTCOME_UNKNOWN,
                        "the rollback's outcome is unknown: it answered " + status + "; it is not called again");
            case Called.NeverMade(String why, boolean forGood)
            when forGood -> over(id, Watch.State.NOT_BETTER, "the rollback could not be called: " + why);
            case Called.NeverMade(String why, boolean _) -> notYet(id, why);
            case Called.Unknown(String why) ->
                over(
                        id,
                        Watch.State.OUTCOME_UNKNOWN,
                        "the rollback's outcome is unknown: " + why + "; it is not called again");
        };
    }

    /// Answers by which a receiver says that it did nothing.
    private static boolean refuses(int status) {
        return status >= 300 && status < 500 && status != 408 && status != 425 && status != 429;
    }

    private byte[] body(Claim claim, UUID id) {
        Optional<ChangeEvent> change = platform.ledger().read(tx -> changes.find(tx, id));
        return Json.write(Json.object(
                        "type",
                        "change.rollback",
                        "change",
                        change.map(ChangeJson::of).orElse(null),
                        "reasons",
                        claim.payload().get("reasons")))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Stores that the call begins; empty when it must not be made.
    private Optional<Watch> begin(UUID id) {
        Instant now = platform.clock().instant();
        return platform.ledger()
                .inTransaction(tx -> telling.store()
                        .find(tx, id)
                        .filter(watch -> watch.state() == Watch.State.ROLLING_BACK)
                        .filter(watch -> telling.store()
                                .move(
                                        tx,
                                        watch.rollback(
                                                Watch.State.CALLING,
                                                watch.said(),
                                                watch.calledAt().orElse(now),
                                                now.plus(ANSWERS)))));
    }

    private SendResult taken(UUID id, int status) {
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            Optional<Watch> calling = calling(telling.store().find(tx, id));
            calling.ifPresent(watch -> {
                if (telling.store()
                        .move(
                                tx,
                                watch.rollback(
                                        Watch.State.CALLED,
                                        "the rollback was taken",
                                        now,
                                        now.plus(Watches.SETTLES)))) {
                    telling.note(tx, watch, "watch.called", "The rollback was taken: " + status, now);
                }
            });
            return true;
        });
        return new SendResult.Accepted(Integer.toString(status));
    }

    private SendResult over(UUID id, Watch.State how, String words) {
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            calling(telling.store().find(tx, id)).ifPresent(watch -> telling.end(tx, watch, how, words, now));
            return true;
        });
        return new SendResult.NeverWorks(words + ".", "Roll back by hand, if it did not happen.");
    }

    private SendResult notYet(UUID id, String why) {
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            calling(telling.store().find(tx, id))
                    .ifPresent(watch -> telling.store()
                            .move(
                                    tx,
                                    watch.rollback(
                                            Watch.State.ROLLING_BACK,
                                            why,
                                            watch.calledAt().orElse(now),
                                            now.plus(ANSWERS))));
            return true;
        });
        return new SendResult.TryLater("the rollback: " + why);
    }

    private static Optional<Watch> calling(Optional<Watch> found) {
        return found.filter(watch -> watch.state() == Watch.State.CALLING);
    }
}
