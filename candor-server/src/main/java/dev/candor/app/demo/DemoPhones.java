package dev.candor.app.demo;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the demo's people have on their phones: the last messages, newest first, with their buttons.
final class DemoPhones {
    private static final int KEPT = 60;

    private record Received(Instant at, String whom, String title, String text, String link, String acknowledge) {}

    private final Deque<Received> received = new ArrayDeque<>();
    private final InstantSource clock;

    DemoPhones(InstantSource clock) {
        this.clock = clock;
    }

    /// Takes a message in ntfy's form.
    void take(Map<String, @Nullable Object> message) {
        String acknowledge = "";
        if (message.get("actions") instanceof List<?> actions
                && !actions.isEmpty()
                && actions.getFirst() instanceof Map<?, ?> first) {
            acknowledge = String.valueOf(first.get("url"));
        }
        keep(new Received(
                clock.instant(),
                text(message, "topic"),
                text(message, "title"),
                text(message, "message"),
                text(message, "click"),
                acknowledge));
    }

    void hook(String body) {
        keep(new Received(
                clock.instant(),
                "webhook",
                "POST /hook",
                body.length() > 400 ? body.substring(0, 400) + " …" : body,
                "",
                ""));
    }

    private synchronized void keep(Received message) {
        received.addFirst(message);
        while (received.size() > KEPT) {
            received.removeLast();
        }
    }

    private static String text(Map<String, @Nullable Object> message, String key) {
        return message.get(key) instanceof String text ? text : "";
    }

    synchronized String page() {
        var html = new StringBuilder(DemoShopPages.head("Demo phones"))
                .append("<h1>Demo phones</h1><p>What Candor sent to the people of this demo.</p>");
        if (received.isEmpty()) {
            html.append("<p>Nothing yet.</p>");
        }
        for (Received message : received) {
            html.append("<article><small>")
                    .append(message.at().truncatedTo(ChronoUnit.SECONDS))
                    .append(" to <b>")
                    .append(DemoShopPages.escaped(message.whom()))
                    .append("</b></small><h2>")
                    .append(DemoShopPages.escaped(message.title()))
                    .append("</h2><p>")
                    .append(DemoShopPages.escaped(message.text()))
                    .append("</p>");
            link(html, message.acknowledge(), "I have it");
            link(html, message.link(), "Open");
            html.append("</article>");
        }
        return html.append("</body></html>").toString();
    }

    private static void link(StringBuilder html, String url, String words) {
        if (url.startsWith("http://") || url.startsWith("https://")) {
            html.append("<a href=\"")
                    .append(DemoShopPages.escaped(url))
                    .append("\">")
                    .append(words)
                    .append("</a> ");
        }
    }
}
