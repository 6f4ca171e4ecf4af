package dev.candor.tell.subscriber;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Page;
import dev.candor.page.Forward;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The few things on a page that need the server: asking for mails, confirming, ending. Only POST changes anything:
/// scanners that follow links change nothing.
public final class SubscribeForward implements Forward {
    private static final String NO_MAILS =
            "No mails can be sent from here at the moment; the feeds of this page tell the same.";

    private final Subscribers subscribers;
    private final Catalogs catalogs;

    public SubscribeForward(Subscribers subscribers, Catalogs catalogs) {
        this.subscribers = subscribers;
        this.catalogs = catalogs;
    }

    @Override
    public Answer answer(Asked asked) {
        Optional<Page> page = catalogs.current().pageWithSlug(asked.slug());
        if (page.isEmpty()) {
            return say(404, asked.slug(), "There is no such page.", "");
        }
        Map<String, String> query = fields(asked.query());
        boolean post = asked.method().equals("POST");
        return switch (asked.path()) {
            case "subscribe" -> post ? ask(page.get(), asked) : Answer.seeOther("/" + asked.slug() + "/");
            case "subscribe/confirm" -> post ? confirm(page.get(), query, asked) : confirmButton(page.get(), query);
            case "unsubscribe" -> post ? end(page.get(), query) : endButton(page.get(), query);
            default -> say(404, page.get().name(), "Nothing is here.", "");
        };
    }

    private Answer ask(Page page, Asked asked) {
        String email = fields(new String(asked.body(), StandardCharsets.UTF_8)).getOrDefault("email", "");
        return switch (subscribers.ask(page, email, asked.remoteAddress())) {
            case CHECK_YOUR_MAIL ->
                say(200, page.name(), "Please look into your mailbox: we sent a mail with a button to confirm.", "");
            case NOT_AN_ADDRESS ->
                say(400, page.name(), "This does not look like an e-mail address. Please go back and correct it.", "");
            case NO_MAILS_LEAVE -> say(503, page.name(), "Nothing was kept. " + NO_MAILS, "");
            case TOO_OFTEN ->
                say(
                        429,
                        page.name(),
                        "That was asked for many times just now. Please try again in a quarter of an hour.",
                        "");
        };
    }

    private Answer confirmButton(Page page, Map<String, String> query) {
        if (subscribers.confirmed(safe(query.getOrDefault("token", "")))) {
            return subscribed(page);
        }
        return say(
                200,
                page.name(),
                subscribers.mailsLeave() ? "Do you want a mail whenever something happens here?" : NO_MAILS,
                form(
                        subscribers.mailsLeave() ? "Yes, send me mails" : "Yes, once mails can be sent",
                        "token",
                        query.getOrDefault("token", "")));
    }

    private Answer confirm(Page page, Map<String, String> query, Asked asked) {
        String token = fields(new String(asked.body(), StandardCharsets.UTF_8))
                .getOrDefault("token", query.getOrDefault("token", ""));
        if (subscribers.confirmed(token)) {
            return subscribed(page);
        }
        return subscribers.confirm(token)
                ? say(200, page.name(), "Done. " + fromNowOn(), "")
                : say(410, page.name(), "This link was used already or is older than 48 hours. Please ask again.", "");
    }

    private Answer subscribed(Page page) {
        return say(200, page.name(), "You are subscribed. " + fromNowOn(), "");
    }

    private String fromNowOn() {
        return subscribers.mailsLeave() ? "You will get a mail whenever something happens here." : NO_MAILS;
    }

    private static Answer endButton(Page page, Map<String, String> query) {
        String button = "<form method=\"post\" action=\"?id=" + safe(query.getOrDefault("id", "")) + "&amp;proof="
                + safe(query.getOrDefault("proof", "")) + "\"><button>Stop the mails</button></form>";
        return say(200, page.name(), "Do you want no more mails from this page?", button);
    }

    private Answer end(Page page, Map<String, String> query) {
        return subscribers.end(page.slug(), query.getOrDefault("id", ""), query.getOrDefault("proof", ""))
                ? say(200, page.name(), "Done. No more mails will come.", "")
                : say(404, page.name(), "This link is not one of ours. Nothing was changed.", "");
    }

    private static String form(String button, String name, String value) {
        return "<form method=\"post\"><input type=\"hidden\" name=\"" + name + "\" value=\"" + safe(value)
                + "\"><button>" + button + "</button></form>";
    }

    private static Answer say(int status, String title, String words, String form) {
        return Answer.html(
                status,
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>"
                        + escape(title) + "</title></head><body><main><h1>" + escape(title) + "</h1><p>" + escape(words)
                        + "</p>" + form + "</main></body></html>");
    }

    /// Ids, tokens and proofs have no other characters; whatever else was sent is dropped.
    private static String safe(String text) {
        return text.replaceAll("[^A-Za-z0-9-]", "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static Map<String, String> fields(String text) {
        var fields = new HashMap<String, String>();
        for (String part : text.split("&", 50)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                try {
                    fields.put(
                            part.substring(0, equals),
                            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException badEscape) {
                    fields.put(part.substring(0, equals), "");
                }
            }
        }
        return fields;
    }
}
