package dev.candor.learn.figures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The figures of all incidents of a range.
///
/// @param from incidents detected from here
/// @param until to before here
/// @param incidents newest first
/// @param cut there were more than could be read
public record Summary(
        Instant from,
        Instant until,
        List<Measured> incidents,
        Group all,
        List<Group> byService,
        List<Group> byTeam,
        List<Group> byCause,
        List<Interruptions> interruptions,
        Precision precision,
        boolean cut) {
    /// Incidents that have something in common.
    ///
    /// @param name empty for those nobody named
    public record Group(String name, int incidents, Map<Figure.Kind, Spread> spreads) {
        public Optional<Spread> spread(Figure.Kind kind) {
            return Optional.ofNullable(spreads.get(kind));
        }
    }

    /// Of the alerts that paged somebody, those somebody did something about: acknowledged it, noted, or told readers.
    ///
    /// @param paged all that paged somebody
    /// @param acted those of them that somebody did something about
    public record Precision(long paged, long acted) {
        /// In percent, rounded down; empty when nobody was paged.
        public Optional<Long> percent() {
            return paged == 0 ? Optional.empty() : Optional.of(acted * 100 / paged);
        }
    }

    /// Everybody's interruptions together.
    public Interruptions interrupted() {
        return interruptions.stream().reduce(new Interruptions("", 0, 0, 0), Interruptions::plus);
    }

    /// Pure.
    public static Summary of(
            Instant from,
            Instant until,
            List<Measured> incidents,
            List<Interruptions> interruptions,
            Precision precision,
            boolean cut) {
        return new Summary(
                from,
                until,
                incidents,
                group("", incidents),
                groups(incidents, one -> one.incident().service()),
                groups(incidents, Measured::team),
                groups(incidents, one -> one.cause().map(Cause::words).orElse("")),
                interruptions,
                precision,
                cut);
    }

    private static List<Group> groups(List<Measured> incidents, Function<Measured, String> by) {
        var parts = new TreeMap<String, List<Measured>>();
        incidents.forEach(one ->
                parts.computeIfAbsent(by.apply(one), _ -> new ArrayList<>()).add(one));
        var groups = new ArrayList<Group>();
        parts.forEach((name, members) -> groups.add(group(name, members)));
        return groups;
    }

    private static Group group(String name, List<Measured> members) {
        var spreads = new EnumMap<Figure.Kind, Spread>(Figure.Kind.class);
        for (Figure.Kind kind : Figure.Kind.values()) {
            Spread.of(members.stream()
                            .flatMap(one -> one.figures().length(kind).stream())
                            .toList())
                    .ifPresent(spread -> spreads.put(kind, spread));
        }
        return new Group(name, members.size(), spreads);
    }
}
