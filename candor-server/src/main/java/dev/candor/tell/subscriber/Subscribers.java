package dev.candor.tell.subscriber;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.catalog.Page;
import dev.candor.catalog.document.Reading;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.auth.Attempts;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.page.PageStore;
import dev.candor.tell.update.UpdateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Readers who want mails: asked for, confirmed by a click in a mail, ended by one click. Nothing but the one
/// confirmation is sent before it is confirmed.
public final class Subscribers implements Sender {
    /// The outbox kind that fans an update out to subscribers in pieces.
    public static final String FAN_OUT = "subscribers";

    private static final String PURPOSE = "subscribe";
    private static final Duration CONFIRM_WITHIN = Duration.ofHours(48);
    private static final int NO_PAGE = -1;
    private static final int PIECE = 500;

    private final Database ledger;
    private final SubscriberStore store;
    private final PageStore pages;
    private final OutboxStore outbox;
    private final AccessStore access;
    private final Ids ids;
    private final Randomness random;
    private final InstantSource clock;
    private final Supplier<String> pagesUrl;
    private final boolean mailsLeave;
    private final Attempts attempts = new Attempts();

    /// @param pagesUrl where readers find the pages, without a slash at the end
    /// @param mailsLeave whether a mail server is set: without one nobody is asked to wait for a mail
    public Subscribers(
            Database ledger,
            SubscriberStore store,
            PageStore pages,
            OutboxStore outbox,
            AccessStore access,
            Ids ids,
            Randomness random,
            InstantSource clock,
            Supplier<String> pagesUrl,
            boolean mailsLeave) {
        this.ledger = ledger;
        this.store = store;
        this.pages = pages;
        this.outbox = outbox;
        this.access = access;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.pagesUrl = pagesUrl;
        this.mailsLeave = mailsLeave;
    }

    public SubscriberStore store() {
        return store;
    }

    private String base(Page page) {
        return page.url().map(java.net.URI::toString).orElseGet(() -> pagesUrl.get() + "/" + page.slug());
    }

    /// What asking for mails came to. Known and unknown addresses get the same answer.
    public enum Asked {
        CHECK_YOUR_MAIL,
        NOT_AN_ADDRESS,
        NO_MAILS_LEAVE,
        TOO_OFTEN
    }

    /// How many get a mail when something is told on a page now: none while no mail can leave.
    public long reached(Tx tx, Page page) {
        return mailsLeave ? store.countActive(tx, page.slug()) : 0;
    }

    /// Whether a mail server is set.
    public boolean mailsLeave() {
        return mailsLeave;
    }

    public Asked ask(Page page, String email, String address) {
        if (!mailsLeave) {
            return Asked.NO_MAILS_LEAVE;
        }
        String normal = email.strip().toLowerCase(Locale.ROOT);
        if (!Reading.isEmail(normal)) {
            return Asked.NOT_AN_ADDRESS;
        }
        Instant now = clock.instant();
        if (attempts.exhausted("ip:" + address, now) || attempts.exhausted("mail:" + normal, now)) {
            return Asked.TOO_OFTEN;
        }
        attempts.failed("ip:" + address, now);
        attempts.failed("mail:" + normal, now);
        UUID id = ids.next();
        String token = random.token(30);
        ledger.inTransaction(tx -> {
            var subscriber = store.wish(tx, id, page.slug(), normal, now);
            if (subscriber.state().equals("unconfirmed")) {
                access.issue(
                        tx, Hashes.sha256(token), PURPOSE, subscriber.id().toString(), now.plus(CONFIRM_WITHIN), now);
                var payload = Json.object(
                        "address", normal,
                        "event", "confirm",
                        "title", "Please confirm: updates from " + page.name(),
                        "text",
                                "Somebody, probably you, asked for mails when something happens on " + page.name()
                                        + ".\nIf that was you, press the button behind the link within 48 hours. If not, do nothing: no further mail will come.",
                        "link", base(page) + "/subscribe/confirm?token=" + token);
                outbox.put(
                        tx,
                        new Message(
                                "confirm/" + Hashes.sha256(token).substring(0, 32),
                                Lane.HOUSEKEEPING,
                                "email",
                                "email:" + normal,
                                "subscriber/" + subscriber.id(),
                                payload,
                                now,
                                Message.A_DAY,
                                5),
                        now);
            }
            return true;
        });
        return Asked.CHECK_YOUR_MAIL;
    }

    /// False when the link is unknown, used or older than 48 hours.
    public boolean confirm(String token) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> access.redeem(tx, Hashes.sha256(token), PURPOSE, now)
                .map(UUID::fromString)
                .map(id -> store.confirm(tx, id, now))
                .orElse(false));
    }

    /// Whether the link led to a subscription that holds: then pressing it again is no mistake.
    public boolean confirmed(String token) {
        return ledger.read(tx -> access.subject(tx, Hashes.sha256(token), PURPOSE)
                .map(UUID::fromString)
                .filter(id -> store.isActive(tx, id))
                .isPresent());
    }

    /// Ends a subscription; twice is as good as once. False when the link is not ours.
    public boolean end(String slug, String id, String proof) {
        Instant now = clock.instant();
        UUID subscriber;
        try {
            subscriber = UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
        return ledger.inTransaction(tx -> {
            Optional<PageStore.PageRow> page = pages.find(tx, slug);
            if (page.isEmpty() || !proof(page.get(), subscriber).equals(proof)) {
                return false;
            }
            store.end(tx, subscriber, now);
            return true;
        });
    }

    /// Proves that we wrote the link: nobody else knows the page's private key.
    private static String proof(PageStore.PageRow page, UUID subscriber) {
        return Hashes.sha256("unsubscribe " + subscriber + " " + page.key().privateText())
                .substring(0, 40);
    }

    /// Tells all active subscribers of an update: one row now, fanned out in pieces by the outbox.
    public void tell(Tx tx, Page page, Incident incident, UpdateStore.Update update, Instant now) {
        fanOut(
                tx,
                page.slug(),
                update.code(),
                "",
                "[" + page.name() + "] " + update.phase().label() + ": " + incident.publicTitle(),
                update.body(),
                base(page) + "/incidents/" + incident.code(),
                base(page),
                "incident/" + incident.id(),
                now);
    }

    private void fanOut(
            Tx tx,
            String page,
            String update,
            String after,
            String title,
            String text,
            String link,
            String base,
            String subject,
            Instant now) {
        var payload = Json.object(
                "page", page, "update", update, "after", after, "title", title, "text", text, "link", link, "base",
                base, "subject", subject);
        outbox.put(
                tx,
                new Message(
                        "fan-out/" + page + "/" + update + "/" + after,
                        Lane.PUBLIC,
                        FAN_OUT,
                        "page:" + page,
                        subject,
                        payload,
                        now,
                        Message.A_DAY,
                        10),
                now);
    }

    /// One piece of a fan-out: the next 500 mails and the row for the piece after, all by key, so that a repeat adds
    /// nothing.
    @Override
    public SendResult send(Claim claim) {
        Instant now = clock.instant();
        String slug = claim.text("page");
        int told = ledger.inTransaction(tx -> {
            Optional<PageStore.PageRow> row = pages.find(tx, slug);
            if (row.isEmpty()) {
                return NO_PAGE;
            }
            PageStore.PageRow page = row.get();
            List<SubscriberStore.Subscriber> piece = store.active(tx, slug, claim.text("after"), PIECE);
            for (SubscriberStore.Subscriber subscriber : piece) {
                var payload = Json.object(
                        "address", subscriber.email(),
                        "event", "update",
                        "title", claim.text("title"),
                        "text", claim.text("text"),
                        "link", claim.text("link"),
                        "unsubscribe",
                                claim.text("base") + "/unsubscribe?id=" + subscriber.id() + "&proof="
                                        + proof(page, subscriber.id()));
                outbox.put(
                        tx,
                        new Message(
                                "update/" + claim.text("update") + "/" + subscriber.id(),
                                Lane.PUBLIC,
                                "email",
                                "email:" + subscriber.email(),
                                claim.subject(),
                                payload,
                                now,
                                Message.A_DAY,
                                5),
                        now);
            }
            if (piece.size() == PIECE) {
                fanOut(
                        tx,
                        slug,
                        claim.text("update"),
                        piece.getLast().id().toString(),
                        claim.text("title"),
                        claim.text("text"),
                        claim.text("link"),
                        claim.text("base"),
                        claim.subject(),
                        now);
            }
            return piece.size();
        });
        return told == NO_PAGE
                ? new SendResult.TryLater("The page " + slug + " was never rendered: its mails have no address yet.")
                : new SendResult.Accepted(told + " mails");
    }
}
