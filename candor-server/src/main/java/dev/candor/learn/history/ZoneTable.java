package dev.candor.learn.history;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a zone as people write it means. Abbreviations are no standard: this table says which meaning Candor takes,
/// and where another one exists.
final class ZoneTable {
    /// @param region where the abbreviation is used, to notice one that does not fit the season
    /// @param otherMeaning another use of the same letters
    private record Entry(String offset, Optional<String> region, Optional<String> otherMeaning) {}

    private static final Map<String, Entry> TABLE = new LinkedHashMap<>();
    private static final Pattern OFFSET = Pattern.compile("(?:UTC|GMT)?\\s?([+-])(\\d{1,2})(?::?(\\d{2}))?");
    /// Matches every zone this table knows. For use inside a larger pattern; the caller checks that no letter
    /// follows.
    static final String PATTERN;

    static {
        put("UTC", "+00:00", "");
        put("GMT", "+00:00", "");
        put("WET", "+00:00", "Europe/Lisbon");
        put("WEST", "+01:00", "Europe/Lisbon");
        put("BST", "+01:00", "Europe/London", "Bangladesh (+06:00)");
        put("CET", "+01:00", "Europe/Berlin");
        put("CEST", "+02:00", "Europe/Berlin");
        put("EET", "+02:00", "Europe/Helsinki");
        put("EEST", "+03:00", "Europe/Helsinki");
        put("MSK", "+03:00", "");
        put("EST", "-05:00", "America/New_York");
        put("EDT", "-04:00", "America/New_York");
        put("CST", "-06:00", "America/Chicago", "China (+08:00)");
        put("CDT", "-05:00", "America/Chicago");
        put("MST", "-07:00", "", "Malaysia (+08:00)"); // Arizona keeps it all year
        put("MDT", "-06:00", "America/Denver");
        put("PST", "-08:00", "America/Los_Angeles");
        put("PDT", "-07:00", "America/Los_Angeles");
        put("AKST", "-09:00", "America/Anchorage");
        put("AKDT", "-08:00", "America/Anchorage");
        put("HST", "-10:00", "");
        put("BRT", "-03:00", "");
        put("IST", "+05:30", "", "Ireland (+01:00) and Israel (+02:00)");
        put("SGT", "+08:00", "");
        put("JST", "+09:00", "");
        put("KST", "+09:00", "");
        put("AWST", "+08:00", "");
        put("ACST", "+09:30", "");
        put("AEST", "+10:00", "");
        put("AEDT", "+11:00", "Australia/Sydney");
        put("NZST", "+12:00", "Pacific/Auckland");
        put("NZDT", "+13:00", "Pacific/Auckland");
        PATTERN = "(?:(?:UTC|GMT)\\s?[+-]\\d{1,2}(?::?[0-5]\\d)?|[+-]\\d{2}(?::?[0-5]\\d)?|"
                + TABLE.keySet().stream()
                        .sorted(Comparator.comparing(String::length).reversed())
                        .collect(Collectors.joining("|"))
                + ")";
    }

    private ZoneTable() {}

    private static void put(String word, String offset, String region, String... otherMeaning) {
        TABLE.put(
                word,
                new Entry(
                        offset,
                        Optional.of(region).filter(r -> !r.isEmpty()),
                        List.of(otherMeaning).stream().findFirst()));
    }

    /// The offset of a zone as written ("PDT", "UTC+2", "+05:30"); empty for words that are not in the table.
    static Optional<ZoneOffset> offset(String written) {
        String word = written.strip().toUpperCase(Locale.ROOT);
        Entry entry = TABLE.get(word);
        if (entry != null) {
            return Optional.of(ZoneOffset.of(entry.offset()));
        }
        Matcher match = OFFSET.matcher(word);
        if (!match.matches()) {
            return Optional.empty();
        }
        int hours = Integer.parseInt(match.group(2));
        int minutes = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
        if (hours > 14 || minutes > 59) {
            return Optional.empty();
        }
        int sign = match.group(1).equals("-") ? -1 : 1;
        return Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    }

    /// How the written zone was read, in words, such as `PDT read as UTC-07:00`.
    static String reading(String written) {
        String read = offset(written)
                .map(offset -> "UTC" + (offset.equals(ZoneOffset.UTC) ? "" : offset.getId()))
                .orElse("no known zone");
        Entry entry = TABLE.get(written.strip().toUpperCase(Locale.ROOT));
        String other = entry == null
                ? ""
                : entry.otherMeaning().map(o -> ", not as " + o).orElse("");
        return written + " read as " + read + other;
    }

    /// A doubt about an abbreviation that its region does not use at that time of the year ("EST" in August). Without
    /// a year it is raised only when no year fits.
    static Optional<String> doubt(String written, MonthDay day, Optional<Integer> year) {
        Entry entry = TABLE.get(written.strip().toUpperCase(Locale.ROOT));
        if (entry == null || entry.region().isEmpty()) {
            return Optional.empty();
        }
        var region = ZoneId.of(entry.region().get());
        var offset = ZoneOffset.of(entry.offset());
        int first = year.orElse(2015);
        for (int y = first; y <= year.orElse(2030); y++) {
            var noon = LocalDateTime.of(day.atYear(y), LocalTime.NOON);
            if (region.getRules().getOffset(noon).equals(offset)) {
                return Optional.empty();
            }
        }
        return Optional.of(written + " is not in use in " + entry.region().get()
                + " at that time of the year; taken as written, " + reading(written));
    }
}
