package dev.candor.paging.proof;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.ContactMethod;
import dev.candor.detect.Severity;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.secret.SecretAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operators something by the senders alone: no database, no outbox, no loop. For when these are the trouble.
public final class DirectWord implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(DirectWord.class);

    private final Map<String, Sender> senders;
    private final Catalogs catalogs;
    private final PageText text;
    private final Ways ways;
    private final Ids ids;
    private final InstantSource clock;
    private final Executor threads;

    public DirectWord(
            Map<String, Sender> senders,
            Catalogs catalogs,
            PageText text,
            Ways ways,
            Ids ids,
            InstantSource clock,
            Executor threads) {
        this.senders = senders;
        this.catalogs = catalogs;
        this.text = text;
        this.ways = ways;
        this.ids = ids;
        this.clock = clock;
        this.threads = threads;
    }

    /// Goes to the first way that can work of everybody with role admin; what fails is logged and not tried again.
    @Override
    public void accept(String words) {
        var reach = new Reach(catalogs.current(), ways);
        Instant now = clock.instant();
        for (String name : reach.admins().people()) {
            ContactMethod way = reach.waysOf(name).getFirst();
            threads.execute(() -> send(name, way, words, now));
        }
    }

    private void send(String name, ContactMethod way, String words, Instant now) {
        Map<String, @Nullable Object> payload = text.emergency(
                "Candor itself", Severity.CRITICAL, "Candor's own alerts do not come through", words, name, now);
        payload.put("address", way.address());
        var claim = new Claim(
                ids.next(),
                "own/" + now.toEpochMilli() + "/" + name,
                Lane.PAGES,
                way.kind(),
                way.kind() + ":" + way.address(),
                "service/candor",
                payload,
                1,
                "",
                now.plusSeconds(60),
                now.plusSeconds(60),
                now);
        Sender sender = senders.get(way.kind());
        SendResult result = sender == null ? new SendResult.TryLater("no such sender") : sender.send(claim);
        if (!(result instanceof SendResult.Accepted)) {
            LOG.error("{} could not be told at {}: {}", name, SecretAddress.withoutPath(way.address()), words);
        }
    }
}
