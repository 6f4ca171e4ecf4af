package dev.candor.paging.emergency;

import dev.candor.base.ids.Ids;
import dev.candor.base.time.Durations;
import dev.candor.paging.channel.PageText;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends emergency pages through the senders that the outbox uses, past the outbox: none of them needs a database.
public final class Knocking {
    private static final Logger LOG = LoggerFactory.getLogger(Knocking.class);

    /// Somebody who hears of a service.
    ///
    /// @param name `person/{name}` or `channel/{name}`
    record Receiver(String service, String name) {}

    /// @param round which one knocked
    record Heard(long round, String key, Receiver receiver, boolean sent) {}

    private final Map<String, Sender> senders;
    private final PageText text;
    private final Ids ids;
    private final Executor threads;
    private final ConcurrentLinkedQueue<Heard> heard = new ConcurrentLinkedQueue<>();
    /// To whom messages are under way, by a number of each.
    private final Map<Long, Receiver> underWay = new ConcurrentHashMap<>();

    private final AtomicLong sends = new AtomicLong();

    /// @param senders by kind of channel
    /// @param threads where a slow sender may block
    public Knocking(Map<String, Sender> senders, PageText text, Ids ids, Executor threads) {
        this.senders = senders;
        this.text = text;
        this.ids = ids;
        this.threads = threads;
    }

    /// @param since when the ledger went away
    void send(long round, Round of, Round.Knock knock, Instant since, Instant now) {
        Claim claim = claim(of, knock, since, now);
        var receiver = new Receiver(of.first().service(), knock.receiver());
        long number = sends.incrementAndGet();
        underWay.put(number, receiver);
        threads.execute(() -> {
            boolean sent = false;
            try {
                sent = sent(knock, claim);
            } finally {
                heard.add(new Heard(round, knock.key(), receiver, sent));
                underWay.remove(number);
            }
        });
    }

    private boolean sent(Round.Knock knock, Claim claim) {
        Sender sender = senders.get(knock.kind());
        SendResult result = sender == null
                ? new SendResult.NeverWorks("there is no way to send " + knock.kind(), "")
                : sender.send(claim);
        return switch (result) {
            case SendResult.Accepted _ -> {
                LOG.warn("Emergency page to {} by {} went out", knock.name(), knock.kind());
                yield true;
            }
            case SendResult.TryLater later -> failed(knock, later.why());
            case SendResult.NeverWorks never -> failed(knock, never.why());
        };
    }

    private static boolean failed(Round.Knock knock, String why) {
        LOG.warn("Emergency page to {} by {} failed: {}", knock.name(), knock.kind(), why);
        return false;
    }

    private Claim claim(Round round, Round.Knock knock, Instant since, Instant now) {
        Condition first = round.first();
        int more = round.conditions().size() - 1;
        String words = first.summary()
                + (more > 0 ? " (and " + more + " more of this service)" : "")
                + "\n\nThe database of Candor is away since "
                + since + " (" + Durations.words(Duration.between(since, now))
                + "); this page comes from the spool. It cannot be acknowledged now, and the normal page may follow when the database is back.";
        Map<String, @org.jspecify.annotations.Nullable Object> payload = text.emergency(
                first.service(),
                first.severity(),
                first.summary(),
                words,
                knock.toPerson() ? knock.name() : "",
                first.at());
        payload.put(knock.toPerson() ? "address" : "channel", knock.toPerson() ? knock.address() : knock.name());
        return new Claim(
                ids.next(),
                knock.key(),
                Lane.PAGES,
                knock.kind(),
                knock.receiver(),
                "service/" + first.service(),
                payload,
                1,
                "",
                now.plusSeconds(60),
                now.plusSeconds(60),
                now);
    }

    /// How many are being sent.
    int underWay() {
        return underWay.size();
    }

    /// Who is being knocked at.
    Collection<Receiver> receivers() {
        return underWay.values();
    }

    /// How sending ended, each once.
    List<Heard> heard() {
        var all = new ArrayList<Heard>();
        for (Heard next = heard.poll(); next != null; next = heard.poll()) {
            all.add(next);
        }
        return all;
    }
}
