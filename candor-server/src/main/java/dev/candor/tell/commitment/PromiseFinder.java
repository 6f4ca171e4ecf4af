package dev.candor.tell.commitment;

import dev.candor.tell.commitment.Commitment.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds promises in the words of an update: "next update at 14:30", "postmortem within 24 hours", "fixed in ten
/// minutes". It only proposes; a person decides. Pure, and bounded: at most one of each kind, in the first 5,000
/// characters.
public final class PromiseFinder {
    private static final int READ = 5_000;

    private static final String SPAN =
            "(?:[0-9]{1,3}|half an|an?|one|two|three|four|five|ten|fifteen|twenty|thirty|forty[- ]five|sixty)"
                    + " ?(?:minutes?|mins?|hours?|hrs?|h|days?)(?![a-z])";
    private static final String CLOCK = "[0-9]{1,2}(?:[:.][0-9]{2}(?![0-9])(?: ?[ap]\\.?m\\b\\.?)?| ?[ap]\\.?m\\b\\.?)";
    /// Zones are written in capitals: `14:30 is` names none.
    private static final String ZONE = "(?: \\(?(?<zone>(?-i:Z|[A-Z]{3,5}))\\)?(?![A-Za-z]))?";
    private static final String WHEN =
            "(?<when>(?:(?:tomorrow|today) (?:at |by )?)?" + CLOCK + "|(?:the next |another )?" + SPAN + ")" + ZONE;
    private static final String UNTIL =
            "(?:at|by|before|around|about|in|within|until|no later than|not later than) (?:about |around )?";

    private static final Pattern UPDATE = pattern(
            "(?:" + UNTIL + ")?", // also `next update 14:30`
            "(?:next|another|further|new|more) (?:status )?(?:update|news|word|information)s?(?: from us| here)?(?: will)?(?: follow| come| be posted| be published)?s?"
                    + "|(?:will|we'll|shall) (?:update (?:you|this)(?: page| again)?|(?:post|share|give|publish|write|send|provide)(?: you)? (?:an?|the next|another|our next) update|(?:update|report|be back|write) again)");
    private static final Pattern POSTMORTEM = pattern(
            UNTIL,
            "(?:post-?mortem|post mortem|incident report|root cause analysis|\\brca\\b|full report)(?: (?:will )?(?:follows?|comes?|be (?:posted|published|here|out|ready|shared)))?");
    private static final Pattern FIXED = pattern(
            UNTIL,
            "(?:fixed|resolved|restored|repaired|solved|over|back(?: to normal| up| online)?|working(?: again)?|works(?: again)?|recovered)");
    private static final Pattern PAST =
            Pattern.compile("\\b(?:was|were|has been|have been|had been|got|been) {1,3}$", Pattern.CASE_INSENSITIVE);

    private static final Pattern TIME =
            Pattern.compile("(?:(today|tomorrow) (?:at |by )?)?([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(?:([ap])\\.?m\\.?)?");

    private PromiseFinder() {}

    /// A promise that seems to stand in the words.
    ///
    /// @param when as a person would type it: `14:30`, `in 30 min`
    /// @param dueAt what that means now
    /// @param words where it was found, at most 120 characters
    public record Offer(Kind kind, String when, Instant dueAt, String words) {}

    private static Pattern pattern(String until, String what) {
        return Pattern.compile("(?i)(?:" + what + ")[ ,:]{1,3}" + until + WHEN);
    }

    /// @param zone of the page the words are for
    public static List<Offer> find(String words, ZoneId zone, Instant now) {
        String text = words.substring(0, Math.min(READ, words.length())).replaceAll("[\\s*_`]+", " ");
        var offers = new ArrayList<Offer>();
        offer(Kind.NEXT_UPDATE, UPDATE, text, zone, now).ifPresent(offers::add);
        offer(Kind.POSTMORTEM, POSTMORTEM, text, zone, now).ifPresent(offers::add);
        offer(Kind.FIXED, FIXED, text, zone, now).ifPresent(offers::add);
        return List.copyOf(offers);
    }

    private static Optional<Offer> offer(Kind kind, Pattern pattern, String text, ZoneId zone, Instant now) {
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            boolean past = kind == Kind.FIXED
                    && PAST.matcher(text.substring(Math.max(0, found.start() - 20), found.start()))
                            .find();
            Optional<ZoneId> clock = Optional.ofNullable(found.group("zone"))
                    .map(name -> zone(name, zone, now))
                    .orElse(Optional.of(zone));
            if (!past && clock.isPresent()) {
                String when = typed(found.group("when").toLowerCase(Locale.ROOT));
                if (PromisedTime.read(when, clock.get(), now) instanceof PromisedTime.At(Instant due)) {
                    String here = found.group();
                    return Optional.of(new Offer(
                            kind,
                            clock.get().equals(zone) ? when : due.toString(),
                            due,
                            here.substring(0, Math.min(120, here.length()))));
                }
            }
        }
        return Optional.empty();
    }

    /// Only the page's own zone and UTC are sure; three letters name several zones of the world.
    private static Optional<ZoneId> zone(String name, ZoneId page, Instant now) {
        if (List.of("UTC", "GMT", "Z").contains(name)) {
            return Optional.of(ZoneOffset.UTC);
        }
        String own = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(now.atZone(page));
        return own.equals(name) ? Optional.of(page) : Optional.empty();
    }

    private static String typed(String when) {
        Matcher clock = TIME.matcher(when);
        if (clock.matches()) {
            int hour = Integer.parseInt(clock.group(2));
            if (clock.group(4) != null) {
                hour = hour % 12 + (clock.group(4).equals("p") ? 12 : 0);
            }
            String time = hour + ":" + Optional.ofNullable(clock.group(3)).orElse("00");
            return clock.group(1) == null ? time : clock.group(1) + " " + time;
        }
        return "in " + span(when.replace("the next ", "").replace("another ", ""));
    }

    private static String span(String when) {
        if (when.startsWith("half an")) {
            return "30 min";
        }
        String number = when.replaceFirst("^(forty[- ]five|[a-z]+) .*$", "$1").replace(' ', '-');
        String digits = switch (number) {
            case "a", "an", "one" -> "1";
            case "two" -> "2";
            case "three" -> "3";
            case "four" -> "4";
            case "five" -> "5";
            case "ten" -> "10";
            case "fifteen" -> "15";
            case "twenty" -> "20";
            case "thirty" -> "30";
            case "forty-five" -> "45";
            case "sixty" -> "60";
            default -> when.replaceFirst("[^0-9].*$", "");
        };
        String unit = when.replaceFirst("^(?:forty[- ]five|[a-z]+|[0-9]{1,3}) ?", "");
        return digits + " "
                + (unit.startsWith("m") ? "min" : unit.startsWith("h") ? "h" : digits.equals("1") ? "day" : "days");
    }
}
