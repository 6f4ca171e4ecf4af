package dev.candor.paging.channel.ntfy;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.HttpSending;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.secret.SecretAddress;
import dev.candor.probe.http.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publishes to an ntfy topic (ntfy.sh, "Publish as JSON"): POST to the server's root with `topic`, `title`,
/// `message`, `priority` 1 to 5, `tags`, `click` and an acknowledge button that opens the link.
public final class NtfySender implements Sender {
    private final HttpSending http;
    private final Catalogs catalogs;

    public NtfySender(HttpSending http, Catalogs catalogs) {
        this.http = http;
        this.catalogs = catalogs;
    }

    @Override
    public SendResult send(Claim claim) {
        Optional<Channel> channel = catalogs.current().find(Channel.KIND, claim.text("channel"));
        String url = channel.flatMap(Channel::url).map(URI::toString).orElse(claim.text("address"));
        int slash = url.lastIndexOf('/');
        if (slash < "https://x".length() - 1 || slash == url.length() - 1) {
            return new SendResult.NeverWorks(
                    "`" + SecretAddress.echoed(url) + "` names no topic.", "Write it as https://server/topic.");
        }
        // Who is woken has no session at hand: what they tap is what they can answer with.
        String click = claim.text("acknowledge").isEmpty() ? claim.text("link") : claim.text("acknowledge");
        var message = Json.object(
                "topic", url.substring(slash + 1),
                "title", claim.text("title"),
                "message", claim.text("text"),
                "priority", priority(claim),
                "tags", List.of(tag(claim.text("event"))),
                "click", click);
        if (!claim.text("acknowledge").isEmpty()) {
            message.put(
                    "actions",
                    List.of(Json.object("action", "view", "label", "I have it", "url", claim.text("acknowledge"))));
        }
        var headers = new ArrayList<Header>();
        channel.map(Channel::secret)
                .filter(secret -> !secret.isEmpty())
                .ifPresent(token -> headers.add(new Header("Authorization", "Bearer " + token)));
        byte[] body = Json.write((@Nullable Object) message).getBytes(StandardCharsets.UTF_8);
        return http.post(url.substring(0, slash + 1), headers, body, "ntfy");
    }

    private static String tag(String event) {
        return switch (event) {
            case "resolved" -> "white_check_mark";
            case "rehearsal", "notice", "test" -> "information_source";
            default -> "rotating_light";
        };
    }

    private static int priority(Claim claim) {
        if (!claim.text("event").equals("triggered")) {
            return 3;
        }
        return switch (claim.text("severity")) {
            case "critical" -> 5;
            case "error" -> 4;
            default -> 3;
        };
    }
}
