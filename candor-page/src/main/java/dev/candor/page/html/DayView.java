package dev.candor.page.html;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Past incidents of a day, or a run of days on which nothing was reported.
///
/// @param title `12 August 2026`, `9 to 11 August`
public record DayView(String title, List<StoryView> stories) {
    /// @param byDay what happened, by day in the page's zone
    /// @param today the first day listed; `count` days back from there
    static List<DayView> back(LocalDate today, int count, Map<LocalDate, List<StoryView>> byDay, PageTimes times) {
        var days = new ArrayList<DayView>();
        int quiet = 0;
        for (int i = 0; i < count; i++) {
            LocalDate day = today.minusDays(i);
            List<StoryView> stories = byDay.getOrDefault(day, List.of());
            if (stories.isEmpty()) {
                quiet++;
                continue;
            }
            quiet(days, day.plusDays(1), quiet, times);
            quiet = 0;
            days.add(new DayView(times.day(day), stories));
        }
        quiet(days, today.minusDays(count - 1L), quiet, times);
        return List.copyOf(days);
    }

    private static void quiet(List<DayView> days, LocalDate first, int count, PageTimes times) {
        if (count == 0) {
            return;
        }
        LocalDate last = first.plusDays(count - 1L);
        boolean oneMonth = first.getMonth() == last.getMonth();
        String from = oneMonth ? Integer.toString(first.getDayOfMonth()) : times.shortDay(first);
        String title = count == 1 ? times.day(first) : from + " to " + times.day(last);
        days.add(new DayView(title, List.of()));
    }
}
