package dev.candor.app.console;

import dev.candor.base.time.Durations;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Measured;
import dev.candor.learn.figures.Summary;
import java.util.List;
import java.util.Optional;

/// The figures of a range, for the screen.
///
/// @param days how long the range is
/// @param ranges the ranges there are, in days
/// @param most incidents that are listed
public record FigureView(Summary summary, int days, List<Integer> ranges, int most) {
    /// Groups under one heading.
    public record Table(String id, String name, String nobody, List<Summary.Group> groups) {}

    public List<Figure.Kind> kinds() {
        return List.of(Figure.Kind.values());
    }

    /// Tables that say more than the line for all does.
    public List<Table> tables() {
        return List.of(
                        new Table("services", "By service", "no service", summary.byService()),
                        new Table("teams", "By team", "no team", summary.byTeam()),
                        new Table("causes", "By cause", "cause not said", summary.byCause()))
                .stream()
                .filter(table -> !table.groups().isEmpty())
                .toList();
    }

    public List<Measured> incidents() {
        return summary.incidents().stream().limit(most).toList();
    }

    public String median(Summary.Group group, Figure.Kind kind) {
        return group.spread(kind)
                .map(spread -> Durations.words(spread.median()))
                .orElse("–");
    }

    /// Empty where there is nothing, or nothing but the median.
    public String bad(Summary.Group group, Figure.Kind kind) {
        return group.spread(kind)
                .map(spread -> "p90 " + Durations.words(spread.ninetieth()) + ", of " + spread.count())
                .orElse("no facts");
    }

    public String words(Measured measured, Figure.Kind kind) {
        return measured.figures().length(kind).map(Durations::words).orElse("–");
    }

    /// The two facts behind it, for whoever wants to know.
    public String facts(Measured measured, Figure.Kind kind) {
        Optional<Figure> figure = measured.figures().get(kind);
        return figure.map(one -> one.from().kind() + " at " + one.from().at() + " to "
                        + one.until().kind() + " at " + one.until().at())
                .orElse("the facts for it are not there");
    }
}
