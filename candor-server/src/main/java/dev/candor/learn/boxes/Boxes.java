package dev.candor.learn.boxes;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Two weeks of episodes as boxes in the cells of their days. No two touch, whatever there is. Pure.
///
/// @param hidden boxes of overfull days that are not drawn, only listed
public record Boxes(int width, int height, List<Cell> cells, List<Box> boxes, int hidden) {
    public static final int DAYS = 14;
    private static final int MOST_A_DAY = 40;
    private static final double MINUTES_OF_AN_HOUR = 60;

    /// How the days stand: `columns` beside each other.
    ///
    /// @param cell width of a day
    /// @param label height above, or for one column width before, a day's boxes
    /// @param smallest the side of the shortest, to be hit with a finger
    /// @param hour the side of one that lasted an hour; the area grows with the time
    /// @param largest the side of the longest
    public record Form(int columns, int cell, int label, int smallest, int hour, int largest) {
        /// A week is a row.
        public static final Form WIDE = new Form(7, 118, 26, 28, 30, 104);
        /// A day is a row.
        public static final Form NARROW = new Form(1, 340, 86, 30, 36, 120);
    }

    /// A day.
    public record Cell(LocalDate day, int x, int y, int width, int height) {}

    /// @param side in the same unit as everything here
    public record Box(Episode episode, int x, int y, int side) {}

    private static final int GAP = 4;

    /// @param first the first of the fourteen days; episodes of other days are left out
    public static Boxes of(List<Episode> episodes, LocalDate first, Form form) {
        List<Episode> sorted = episodes.stream()
                .sorted(Comparator.comparing(Episode::start).thenComparing(Episode::title))
                .toList();
        var cells = new ArrayList<Cell>();
        var boxes = new ArrayList<Box>();
        int hidden = 0;
        int y = 0;
        for (int row = 0; row * form.columns() < DAYS; row++) {
            int height = form.columns() == 1 ? form.smallest() + 2 * GAP : form.label() + form.smallest() + 2 * GAP;
            var days = new ArrayList<LocalDate>();
            for (int column = 0; column < form.columns(); column++) {
                LocalDate day = first.plusDays((long) row * form.columns() + column);
                days.add(day);
                List<Episode> all = sorted.stream()
                        .filter(one -> one.start().toLocalDate().equals(day))
                        .toList();
                hidden += Math.max(0, all.size() - MOST_A_DAY);
                height = Math.max(
                        height, shelves(all.stream().limit(MOST_A_DAY).toList(), column * form.cell(), y, form, boxes));
            }
            for (int column = 0; column < days.size(); column++) {
                cells.add(new Cell(days.get(column), column * form.cell(), y, form.cell(), height));
            }
            y += height;
        }
        return new Boxes(form.columns() * form.cell(), y, cells, boxes, hidden);
    }

    /// Puts a day's boxes beside each other, and below where the day is full; gives the height this takes.
    private static int shelves(List<Episode> episodes, int left, int top, Form form, List<Box> into) {
        boolean before = form.columns() == 1;
        int from = left + GAP + (before ? form.label() : 0);
        int until = left + form.cell() - GAP;
        int x = from;
        int y = top + GAP + (before ? 0 : form.label());
        int shelf = 0;
        for (Episode episode : episodes) {
            int side = side(episode, form);
            if (x > from && x + side > until) {
                x = from;
                y += shelf + GAP;
                shelf = 0;
            }
            into.add(new Box(episode, x, y, side));
            x += side + GAP;
            shelf = Math.max(shelf, side);
        }
        return y + shelf + GAP - top;
    }

    /// The area grows with the time.
    static int side(Episode episode, Form form) {
        double hours = episode.length()
                .map(it -> it.toSeconds() / MINUTES_OF_AN_HOUR / MINUTES_OF_AN_HOUR)
                .orElse(0.0);
        return Math.clamp(Math.round(form.hour() * Math.sqrt(Math.max(0, hours))), form.smallest(), form.largest());
    }

    /// What lies inside the picture's days, for whoever reads a list.
    public List<Episode> episodes() {
        return boxes.stream().map(Box::episode).toList();
    }
}
