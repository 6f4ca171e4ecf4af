package dev.candor.page.html;

import java.util.Comparator;
import java.util.List;

/// One month of history.
///
/// @param path below the page's root: `history/2026-08`
public record MonthView(String title, String path, List<StoryView> stories) {
    /// When anything in a month that is over last changed; empty while something in it is still open. Such a page
    /// says nothing about now, so it need not be rendered anew every minute.
    public String settled() {
        if (stories.stream().anyMatch(StoryView::open)) {
            return "";
        }
        return stories.stream()
                .max(Comparator.comparing(StoryView::changedAt))
                .map(StoryView::changed)
                .orElse("");
    }
}
