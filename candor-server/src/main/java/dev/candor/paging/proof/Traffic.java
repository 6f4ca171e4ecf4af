package dev.candor.paging.proof;

import dev.candor.telemetry.detect.Slice;
import dev.candor.telemetry.sketch.LatencySketch;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Top;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service's recorded requests without their failures, laid end to end for as long as needed, with failures planted
/// where the rehearsal wants them.
final class Traffic {
    static final Duration LENGTH = WindowSettings.USUAL.length();

    private static final int MOST_BEATS = 720;
    private static final int VALUES = 5;
    private static final int ENOUGH_A_MINUTE = 200;
    private static final List<Dimension> TOLD =
            List.of(Dimension.HOST, Dimension.ROUTE, Dimension.UPSTREAM, Dimension.CUSTOMER);

    /// Recorded requests of ten seconds.
    ///
    /// @param values the busiest by dimension, without failures
    record Beat(long requests, Map<Dimension, List<Tally>> values) {}

    private final List<Beat> beats;

    private Traffic(List<Beat> beats) {
        this.beats = beats;
    }

    /// @param recorded in order; windows without requests are missing
    /// @return empty when there was no request
    static Optional<Traffic> of(List<Window> recorded) {
        List<Window> newest = recorded.size() > MOST_BEATS
                ? recorded.subList(recorded.size() - MOST_BEATS, recorded.size())
                : recorded;
        var beats = new ArrayList<Beat>();
        Instant next = Instant.MAX;
        for (Window window : newest) {
            for (; next.isBefore(window.start()) && beats.size() < MOST_BEATS; next = next.plus(LENGTH)) {
                beats.add(new Beat(0, Map.of()));
            }
            beats.add(beat(window));
            next = window.start().plus(LENGTH);
        }
        return beats.stream().anyMatch(beat -> beat.requests() > 0)
                ? Optional.of(new Traffic(List.copyOf(beats)))
                : Optional.empty();
    }

    private static Beat beat(Window window) {
        var values = new EnumMap<Dimension, List<Tally>>(Dimension.class);
        for (Dimension dimension : TOLD) {
            List<Tally> tallies = window.top(dimension).values();
            if (!tallies.isEmpty()) {
                values.put(
                        dimension,
                        tallies.subList(0, Math.min(VALUES, tallies.size())).stream()
                                .map(tally -> new Tally(tally.value(), tally.requests(), 0))
                                .toList());
            }
        }
        return new Beat(window.requests(), values);
    }

    /// As many requests, uneven: of every six windows five share a twentieth of them, the sixth has the rest. Empty
    /// when
    /// there are too few for that.
    Optional<Traffic> uneven() {
        long minute = Math.round(hourly() / 60);
        if (minute < ENOUGH_A_MINUTE) {
            return Optional.empty();
        }
        var shaped = new ArrayList<>(Collections.nCopies(5, new Beat(minute / 100, Map.of())));
        shaped.add(new Beat(minute * 95 / 100, Map.of()));
        return Optional.of(new Traffic(List.copyOf(shaped)));
    }

    /// Requests in an hour, on average.
    double hourly() {
        return beats.stream().mapToLong(Beat::requests).sum() * 360.0 / beats.size();
    }

    /// The parts of the requests that can be told apart and are neither nearly nothing nor nearly all, two of each
    /// dimension, busiest first.
    List<Slice.Value> parts() {
        long all = beats.stream().mapToLong(Beat::requests).sum();
        var parts = new ArrayList<Slice.Value>();
        for (Dimension dimension : TOLD) {
            var sums = new HashMap<String, Long>();
            beats.forEach(beat -> beat.values()
                    .getOrDefault(dimension, List.of())
                    .forEach(tally -> sums.merge(tally.value(), tally.requests(), Long::sum)));
            sums.entrySet().stream()
                    .filter(entry -> entry.getValue() > all * 0.05 && entry.getValue() < all * 0.9)
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(2)
                    .forEach(entry -> parts.add(new Slice.Value(dimension, entry.getKey())));
        }
        return parts;
    }

    /// What share of the requests a part has.
    double shareOf(Slice.Value part) {
        long all = beats.stream().mapToLong(Beat::requests).sum();
        long mine = beats.stream()
                .flatMap(beat -> beat.values().getOrDefault(part.dimension(), List.of()).stream())
                .filter(tally -> tally.value().equals(part.value()))
                .mapToLong(Tally::requests)
                .sum();
        return all == 0 ? 0 : (double) mine / all;
    }

    /// Plays it from `start` on, window by window.
    Player from(Instant start) {
        return new Player(start);
    }

    /// Where failures are planted.
    ///
    /// @param share of the requests there that fail, 0 to 1
    /// @param only a part of the requests; empty for all
    /// @param quiet of uneven traffic: only while it is quiet, or only while it is busy; empty for both
    record Plan(double share, Optional<Slice.Value> only, Optional<Boolean> quiet) {
        static final Plan NONE = new Plan(0, Optional.empty(), Optional.empty());

        static Plan all(double share) {
            return new Plan(Math.min(1, share), Optional.empty(), Optional.empty());
        }

        static Plan of(Slice.Value part, double share) {
            return new Plan(Math.min(1, share), Optional.of(part), Optional.empty());
        }
    }

    /// Goes through the recorded requests again and again.
    final class Player {
        private Instant at;
        private int turn;
        private double owed;

        private Player(Instant start) {
            long length = LENGTH.toMillis();
            at = Instant.ofEpochMilli(Math.floorDiv(start.toEpochMilli(), length) * length);
        }

        Window next(Plan plan) {
            Beat beat = beats.get(turn % beats.size());
            boolean quiet = turn % 6 != 5;
            turn++;
            long there = plan.only().map(part -> of(beat, part)).orElse(beat.requests());
            boolean here = plan.quiet().map(wanted -> wanted == quiet).orElse(true);
            owed += here ? there * plan.share() : 0;
            long failures = Math.min(there, (long) Math.floor(owed + 1e-9));
            owed -= failures;
            Window window = window(beat, failures, plan.only());
            at = at.plus(LENGTH);
            return window;
        }

        private long of(Beat beat, Slice.Value part) {
            return beat.values().getOrDefault(part.dimension(), List.of()).stream()
                    .filter(tally -> tally.value().equals(part.value()))
                    .mapToLong(Tally::requests)
                    .sum();
        }

        private Window window(Beat beat, long failures, Optional<Slice.Value> only) {
            var tops = new EnumMap<Dimension, Top>(Dimension.class);
            beat.values().forEach((dimension, tallies) -> {
                var told = new ArrayList<Tally>();
                long requests = 0;
                long failed = 0;
                for (Tally tally : tallies) {
                    long mine = failed(beat, dimension, tally, failures, only);
                    told.add(new Tally(tally.value(), tally.requests(), mine));
                    requests += tally.requests();
                    failed += mine;
                }
                tops.put(
                        dimension,
                        new Top(told, Math.max(0, beat.requests() - requests), Math.max(0, failures - failed)));
            });
            return new Window(at, LENGTH, 0, beat.requests(), failures, 0, LatencySketch.EMPTY, tops, List.of());
        }

        private long failed(Beat beat, Dimension dimension, Tally tally, long failures, Optional<Slice.Value> only) {
            if (only.isPresent() && only.get().dimension() == dimension) {
                return only.get().value().equals(tally.value()) ? failures : 0;
            }
            return beat.requests() == 0 ? 0 : Math.min(tally.requests(), failures * tally.requests() / beat.requests());
        }
    }
}
