package dev.candor.paging.channel.webhook;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.HttpSending;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.probe.http.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Posts `{type, timestamp, data}` as JSON, signed by the Standard Webhooks specification when the channel has a
/// secret. `webhook-id` is made of the outbox key:
/// the same over all retries.
public final class WebhookSender implements Sender {
    private final HttpSending http;
    private final Catalogs catalogs;
    private final InstantSource clock;

    public WebhookSender(HttpSending http, Catalogs catalogs, InstantSource clock) {
        this.http = http;
        this.catalogs = catalogs;
        this.clock = clock;
    }

    @Override
    public SendResult send(Claim claim) {
        Optional<Channel> channel = catalogs.current().find(Channel.KIND, claim.text("channel"));
        String url = channel.flatMap(Channel::url).map(URI::toString).orElse(claim.text("address"));
        if (url.isEmpty()) {
            return new SendResult.NeverWorks(
                    "The channel " + claim.text("channel") + " is gone.", "Replay after it exists again.");
        }
        String secret = channel.map(Channel::secret).orElse("");
        var data = new java.util.LinkedHashMap<>(claim.payload());
        data.remove("address");
        data.remove("channel");
        String body = Json.write(Json.object(
                "type",
                "alert." + claim.text("event"),
                "timestamp",
                claim.createdAt().toString(),
                "data",
                data));
        String id = id(claim.key());
        long now = clock.instant().getEpochSecond();
        var headers = new ArrayList<Header>(
                List.of(new Header("webhook-id", id), new Header("webhook-timestamp", Long.toString(now))));
        if (!secret.isEmpty()) {
            headers.add(new Header("webhook-signature", StandardWebhooks.signature(secret, id, now, body)));
        }
        return http.post(url, headers, body.getBytes(StandardCharsets.UTF_8), "the webhook");
    }

    /// The outbox key as it is where a header can carry it; names of people and channels may hold any letter, then
    /// its hash.
    private static String id(String key) {
        return key.matches("[A-Za-z0-9_/:-]{1,200}")
                ? key
                : "msg_" + Hashes.sha256(key).substring(0, 40);
    }
}
