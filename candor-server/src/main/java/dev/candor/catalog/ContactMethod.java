package dev.candor.catalog;

import dev.candor.catalog.document.Reading;
import dev.candor.platform.secret.SecretAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One way to reach a person, tried `after` the page began.
///
/// @param kind the channel kind that carries it: `email`, `ntfy`, `webhook`
/// @param address in the kind's own form
public record ContactMethod(String kind, String address, Duration after) {
    private static final List<String> KINDS = List.of("email", "ntfy", "webhook");

    /// The same with its address as people may see it.
    public ContactMethod shown() {
        return new ContactMethod(kind, SecretAddress.withoutPath(address), after);
    }

    static ContactMethod read(Reading in) {
        Optional<String> found = in.onlyKeyAmong(KINDS);
        if (found.isEmpty()) {
            return new ContactMethod("email", "", Duration.ZERO);
        }
        String kind = found.get();
        String address = kind.equals("email")
                ? in.email(kind)
                : in.url(kind).map(URI::toString).orElse("");
        return new ContactMethod(
                kind, address, in.duration("after", Duration.ZERO, Duration.ZERO, Duration.ofHours(6)));
    }
}
