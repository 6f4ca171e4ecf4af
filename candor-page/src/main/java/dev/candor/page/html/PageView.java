package dev.candor.page.html;

import dev.candor.page.ComponentModel;
import dev.candor.page.Headline;
import dev.candor.page.PageModel;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Everything the templates of one page may see.
public final class PageView {
    private static final int PAST_DAYS = 14;

    private final PageModel page;
    private final Assets assets;
    private final PageTimes times;
    private final Headline headline;
    private final List<ComponentView> components;
    private final List<StoryView> incidents;
    private final List<StoryView> maintenances;

    public PageView(PageModel page, Assets assets) {
        this.page = page;
        this.assets = assets;
        this.times = new PageTimes(page.zone());
        this.headline = Headline.of(page);
        this.components = page.components().stream()
                .map(component -> ComponentView.of(component, times))
                .toList();
        this.incidents = page.incidents().stream()
                .map(incident -> StoryView.of(incident, page, times))
                .toList();
        this.maintenances = page.maintenances().stream()
                .map(maintenance -> StoryView.of(maintenance, page, times))
                .toList();
    }

    public PageModel page() {
        return page;
    }

    /// A moment in words, by the page's clock.
    public String day(Instant at) {
        return times.full(at);
    }

    public Assets assets() {
        return assets;
    }

    public Headline headline() {
        return headline;
    }

    public String tone() {
        return headline.tone().name().toLowerCase(Locale.ROOT);
    }

    public String asOf() {
        return times.full(page.renderedAt());
    }

    public String asOfClock() {
        return times.clock(page.renderedAt());
    }

    public String renderedAt() {
        return page.renderedAt().toString();
    }

    public long staleAfterSeconds() {
        return page.policy().staleAfter().toSeconds();
    }

    public List<ComponentView> components() {
        return components;
    }

    public boolean hasBars() {
        return page.leaves().stream().anyMatch(leaf -> !leaf.days().isEmpty());
    }

    /// How many days the bars show.
    public int days() {
        return page.leaves().stream()
                .map(ComponentModel::days)
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    public List<StoryView> openIncidents() {
        return incidents.stream().filter(StoryView::open).toList();
    }

    public List<StoryView> activeMaintenances() {
        return maintenances.stream()
                .filter(each -> each.open() && !each.phase().equals("Scheduled"))
                .toList();
    }

    /// Soonest first.
    public List<StoryView> upcomingMaintenances() {
        return maintenances.stream()
                .filter(each -> each.phase().equals("Scheduled"))
                .sorted(Comparator.comparing(each -> each.filedAt().orElse(Instant.MAX)))
                .toList();
    }

    public List<StoryView> stories() {
        var all = new ArrayList<>(incidents);
        all.addAll(maintenances);
        return all;
    }

    /// The last two weeks, newest first, without what is still open.
    public List<DayView> pastDays() {
        var byDay = new LinkedHashMap<LocalDate, List<StoryView>>();
        over().forEach(story -> story.filedAt()
                .ifPresent(at -> byDay.computeIfAbsent(times.date(at), _ -> new ArrayList<>())
                        .add(story)));
        return DayView.back(times.date(page.renderedAt()), PAST_DAYS, byDay, times);
    }

    /// All history by month, newest first.
    public List<MonthView> months() {
        Map<YearMonth, List<StoryView>> byMonth = new TreeMap<>(Comparator.reverseOrder());
        stories().stream()
                .filter(story -> story.filedAt().isPresent())
                .filter(story -> !story.maintenance() || !story.phase().equals("Scheduled"))
                .sorted(Comparator.comparing(
                                (StoryView story) -> story.filedAt().orElseThrow())
                        .reversed())
                .forEach(story -> byMonth.computeIfAbsent(
                                times.month(story.filedAt().orElseThrow()), _ -> new ArrayList<>())
                        .add(story));
        return byMonth.entrySet().stream()
                .map(month -> new MonthView(
                        times.month(month.getKey()), "history/" + month.getKey(), List.copyOf(month.getValue())))
                .toList();
    }

    /// What has no recorded time and so no place in a month.
    public List<StoryView> undated() {
        return incidents.stream().filter(story -> story.filedAt().isEmpty()).toList();
    }

    private List<StoryView> over() {
        return stories().stream().filter(story -> !story.open()).toList();
    }
}
