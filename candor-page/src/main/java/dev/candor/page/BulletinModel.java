package dev.candor.page;

import java.time.Instant;
import java.util.regex.Pattern;

/// A week told to readers.
///
/// @param week ISO 8601 (`2026-W47`)
/// @param markdown what readers read; links in it are whole addresses
public record BulletinModel(String week, String markdown, Instant publishedAt) {
    private static final Pattern WEEK = Pattern.compile("20[0-9]{2}-W[0-5][0-9]");

    public BulletinModel {
        if (!WEEK.matcher(week).matches()) {
            throw new IllegalArgumentException("not a week: " + week);
        }
    }

    /// Where it is on its page, without the ending of a file.
    public String path() {
        return "bulletin/" + week;
    }

    /// `Week 47 of 2026`.
    public String title() {
        return "Week " + Integer.parseInt(week.substring(6)) + " of " + week.substring(0, 4);
    }
}
