package dev.candor.paging.channel;

import dev.candor.catalog.Team;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.net.URI;
import java.util.Optional;

/// A team's way to be told: not a person's. The kinds are those that have a folder here.
///
/// @param url where webhooks and ntfy messages go
/// @param address where mails go
/// @param secret signs webhooks (Standard Webhooks), or is ntfy's access token; empty for none
public record Channel(
        String name, String kind, Optional<String> team, Optional<URI> url, String address, String secret) {
    public static final Kind<Channel> KIND = new Kind<>("channels", "channel", Channel::read);

    private static Channel read(Reading in) {
        String kind = in.oneOf("kind", "", "webhook", "email", "ntfy");
        Optional<URI> url = in.url("url");
        if (url.isEmpty() && !kind.equals("email") && !in.has("url")) {
            in.problem("url", "is missing: where should the message go?");
        }
        return new Channel(
                in.name("name"),
                kind,
                in.optionalReference("team", Team.KIND.plural()),
                url,
                kind.equals("email") ? in.email("address") : in.text("address", ""),
                in.text("secret", ""));
    }
}
