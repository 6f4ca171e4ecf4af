package dev.candor.app.console;

import dev.candor.platform.http.Call;
import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.Commitments;
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.commitment.PromiseFinder;
import dev.candor.tell.commitment.PromisedTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The part of a form in which something is promised: as typed, what it means, and what the words offer.
///
/// @param zone the page's clock
/// @param now what that clock shows
/// @param typed by the kind's word; empty texts promise nothing
/// @param what the words of {@link Kind#OTHER}
/// @param promises what was typed or ticked, as far as it can be read
/// @param wrong why the first that cannot be read cannot; may be empty
/// @param offers what the words seem to promise and nobody typed or ticked
public record PromiseForm(
        ZoneId zone,
        String now,
        Map<String, String> typed,
        String what,
        List<Promise> promises,
        String wrong,
        List<PromiseFinder.Offer> offers) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm zzz", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm zzz", Locale.ENGLISH);

    /// One in which nothing was typed.
    static PromiseForm blank(Commitments commitments, String page, Instant now) {
        ZoneId zone = commitments.zone(page);
        return new PromiseForm(zone, CLOCK.format(now.atZone(zone)), Map.of(), "", List.of(), "", List.of());
    }

    /// What was sent: `p-next_update=14:30`, and `tick-next_update=14:30` for an offer somebody ticked.
    static PromiseForm read(Call call, Commitments commitments, String page, String words, boolean open, Instant now) {
        ZoneId zone = commitments.zone(page);
        var typed = new LinkedHashMap<String, String>();
        var promises = new ArrayList<Promise>();
        String wrong = "";
        String what = call.form("p-what");
        for (Kind kind : Kind.values()) {
            String own = call.form("p-" + kind.wire()).strip();
            String text = own.isEmpty() ? call.form("tick-" + kind.wire()).strip() : own;
            typed.put(kind.wire(), text);
            if (text.isEmpty()) {
                continue;
            }
            switch (PromisedTime.read(text, zone, now)) {
                case PromisedTime.At(Instant at) -> promises.add(new Promise(kind, kind == Kind.OTHER ? what : "", at));
                case PromisedTime.Wrong(String why) -> wrong = wrong.isEmpty() ? kind.label() + ": " + why : wrong;
            }
        }
        if (wrong.isEmpty()
                && !what.isBlank()
                && typed.getOrDefault(Kind.OTHER.wire(), "").isEmpty()) {
            wrong = "Say until when: `" + what.strip() + "` has no time.";
        }
        List<PromiseFinder.Offer> offers = commitments.offers(words, page, open).stream()
                .filter(offer -> typed.getOrDefault(offer.kind().wire(), "").isEmpty())
                .toList();
        return new PromiseForm(
                zone, CLOCK.format(now.atZone(zone)), Map.copyOf(typed), what, List.copyOf(promises), wrong, offers);
    }

    Optional<String> objection() {
        return Optional.of(wrong).filter(text -> !text.isEmpty());
    }

    public String typed(Kind kind) {
        return typed.getOrDefault(kind.wire(), "");
    }

    /// `22 Nov 2026, 14:30 CET`
    public String words(Instant at) {
        return MINUTE.format(at.atZone(zone));
    }

    /// Whether the part is to stand open.
    public boolean used() {
        return typed.values().stream().anyMatch(text -> !text.isEmpty()) || !what.isBlank();
    }
}
