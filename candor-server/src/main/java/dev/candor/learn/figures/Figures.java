package dev.candor.learn.figures;

import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The figures of one incident. One whose facts are missing, or stand in the wrong order because clocks differ, is
/// absent: it is never zero and never guessed.
public record Figures(Map<Figure.Kind, Figure> all) {
    private static final Set<String> DETECTED = Set.of("alert.triggered", "incident.declared");
    private static final Set<String> TAKEN = Set.of("alert.acknowledged", "incident.acknowledged");

    public Figures {
        all = Map.copyOf(all);
    }

    public Optional<Figure> get(Figure.Kind kind) {
        return Optional.ofNullable(all.get(kind));
    }

    public Optional<Duration> length(Figure.Kind kind) {
        return get(kind).map(Figure::length);
    }

    /// Pure.
    ///
    /// @param facts of the incident and its alerts, in any order
    public static Figures of(List<Journal.Entry> facts) {
        Optional<Journal.Entry> evidence = first(facts, Set.of("evidence.first"));
        Optional<Journal.Entry> detected = first(facts, DETECTED);
        // Whoever declares one has it from the start: nobody had to be waited for.
        Optional<Journal.Entry> alerted = first(facts, Set.of("alert.triggered"));
        Optional<Journal.Entry> mitigated = standing(facts, "incident.mitigated");
        Optional<Journal.Entry> resolved = standing(facts, "incident.resolved");
        var all = new EnumMap<Figure.Kind, Figure>(Figure.Kind.class);
        put(all, Figure.Kind.DETECT, evidence, detected);
        put(all, Figure.Kind.ACKNOWLEDGE, alerted, first(facts, TAKEN));
        put(all, Figure.Kind.MITIGATE, evidence, mitigated);
        // The quiet watch after the end is caution, not harm.
        put(all, Figure.Kind.RESOLVE, evidence, resolved.isPresent() ? mitigated.or(() -> resolved) : resolved);
        put(all, Figure.Kind.TRUTH_GAP, evidence, first(facts, Set.of("update.published")));
        return new Figures(all);
    }

    private static void put(
            Map<Figure.Kind, Figure> all,
            Figure.Kind kind,
            Optional<Journal.Entry> from,
            Optional<Journal.Entry> until) {
        if (from.isPresent()
                && until.isPresent()
                && !until.get().at().isBefore(from.get().at())) {
            all.put(kind, new Figure(kind, from.get(), until.get()));
        }
    }

    private static Optional<Journal.Entry> first(List<Journal.Entry> facts, Set<String> kinds) {
        return facts.stream()
                .filter(fact -> kinds.contains(fact.kind()))
                .min(Comparator.comparing(Journal.Entry::at).thenComparing(Journal.Entry::id));
    }

    /// The newest of a kind, unless it came back after it was recorded: ids are in the order of recording, times are
    /// those of the evidence.
    private static Optional<Journal.Entry> standing(List<Journal.Entry> facts, String kind) {
        return facts.stream()
                .filter(fact -> fact.kind().equals(kind) || fact.kind().equals("incident.relapsed"))
                .max(Comparator.comparing(fact -> fact.id().toString()))
                .filter(fact -> fact.kind().equals(kind));
    }
}
