package dev.candor.page.html;

import java.util.List;

/// One month of history.
///
/// @param path below the page's root: `history/2026-08`
public record MonthView(String title, String path, List<StoryView> stories) {}
