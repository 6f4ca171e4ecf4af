package dev.candor.app.console;

import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The next four weeks of a schedule as a strip, drawn on the server. Pure.
///
/// @param words the same for those who do not see it
public record CalendarStrip(List<Piece> pieces, List<Day> days, int height, List<Turn> turns) {
    public static final int WIDTH = 840;
    private static final int DAYS = 28;
    private static final int ROW = 30;

    public record Piece(String x, String width, int y, String look, String person) {}

    public record Day(String x, Instant at) {}

    /// For people who read rather than look.
    public record Turn(String person, String because, Instant from, Instant until) {}

    static CalendarStrip of(Schedule schedule, List<String> people, Instant now) {
        Instant until = now.plus(Duration.ofDays(DAYS));
        List<Shift> shifts = schedule.between(now, until);
        var rows = new ArrayList<Instant>(); // where each row is free again
        var pieces = new ArrayList<Piece>();
        for (Shift shift : shifts) {
            int row = 0;
            while (row < rows.size() && rows.get(row).isAfter(shift.from())) {
                row++;
            }
            if (row == rows.size()) {
                rows.add(shift.until());
            } else {
                rows.set(row, shift.until());
            }
            double x = x(now, shift.from());
            double width = Math.max(2, x(now, shift.until()) - x - 2);
            pieces.add(new Piece(
                    number(x),
                    number(width),
                    row * ROW,
                    "s" + Math.max(0, people.indexOf(shift.person())) % 5,
                    width > 34 ? shift.person() : ""));
        }
        var days = new ArrayList<Day>();
        for (int day = 0; day < DAYS; day += 7) {
            Instant at = now.plus(Duration.ofDays(day));
            days.add(new Day(number(x(now, at)), at));
        }
        return new CalendarStrip(
                pieces,
                days,
                Math.max(1, rows.size()) * ROW + 20,
                shifts.stream()
                        .limit(12)
                        .map(shift -> new Turn(shift.person(), shift.because(), shift.from(), shift.until()))
                        .toList());
    }

    private static double x(Instant now, Instant at) {
        return WIDTH
                * (double) Duration.between(now, at).toMinutes()
                / Duration.ofDays(DAYS).toMinutes();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    public String words() {
        return String.join(", then ", turns.stream().map(Turn::person).toList());
    }
}
