package dev.candor.app;

import dev.candor.catalog.Catalogs;
import dev.candor.paging.channel.HttpSending;
import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.paging.channel.email.EmailSender;
import dev.candor.paging.channel.ntfy.NtfySender;
import dev.candor.paging.channel.webhook.WebhookSender;
import dev.candor.platform.Platform;
import dev.candor.platform.outbox.Sender;
import dev.candor.respond.watch.RollbackSender;
import dev.candor.tell.subscriber.Subscribers;
import java.util.Map;

/// Who carries a message out, by the kind of its channel: a line for each.
final class Senders {
    private Senders() {}

    static Map<String, Sender> of(
            Settings settings,
            Platform platform,
            Catalogs catalogs,
            HttpSending http,
            Subscribers subscribers,
            Sender canary) {
        return Map.of(
                "email",
                new EmailSender(settings.smtp(), platform.clock()),
                "webhook",
                new WebhookSender(http, catalogs, platform.clock()),
                "ntfy",
                new NtfySender(http, catalogs),
                CanaryRoute.KIND,
                canary,
                RollbackSender.KIND,
                new RollbackSender(http, platform),
                Subscribers.FAN_OUT,
                subscribers);
    }
}
