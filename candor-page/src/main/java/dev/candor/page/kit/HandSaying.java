package dev.candor.page.kit;

import dev.candor.page.AffectedModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.PageModel;
import dev.candor.page.UpdateModel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a page says after a word by hand. Nobody looks while nobody runs: a component that no person speaks of is
/// unknown from then on, whatever was measured last. Pure.
public final class HandSaying {
    /// What the word and the new snapshot are called.
    ///
    /// @param sequence above every snapshot of this page anywhere
    /// @param id of the word
    /// @param code its public id
    /// @param incident the public id of its incident, should that be a new one
    public record Names(long sequence, UUID id, String code, String incident) {}

    /// What saying it came to.
    public sealed interface Outcome {
        /// @param kit with the new model and the word in it
        /// @param isNew whether an incident began with it
        record Said(Kit kit, HandWord word, boolean isNew) implements Outcome {}

        /// @param why in plain words, for whoever typed it
        record Refused(String why) implements Outcome {}
    }

    private HandSaying() {}

    /// A number above every snapshot there may be. A server renews its page often and does not keep each renewal on
    /// its disk, so edge nodes may show higher numbers than anything we find: at most ten a second since.
    ///
    /// @param found the highest that was found
    public static long above(long found, Instant renderedAt, Instant now) {
        long seconds = Math.max(0, now.getEpochSecond() - renderedAt.getEpochSecond());
        return found + 1_000 + 10 * Math.min(seconds, 1_000_000_000L);
    }

    /// Decides; changes nothing.
    ///
    /// @param now the page never goes back in time: with a clock that is behind, its own time counts
    public static Outcome say(Kit kit, Wish wish, Names names, Instant now) {
        try {
            return said(kit, wish, names, later(kit.model(), now));
        } catch (WishReading.Mistake mistake) {
            return new Outcome.Refused(String.valueOf(mistake.getMessage()));
        }
    }

    /// As if words that were said with another kit of the page had been said with this one, each at its time; but for
    /// those it has already.
    ///
    /// @param sequence the highest the other kit knows: this one goes on above it
    public static Kit joined(Kit kit, List<HandWord> others, long sequence) {
        var words = new ArrayList<>(kit.words());
        long number = Math.max(kit.model().sequence(), sequence);
        PageModel page = Kit.numbered(kit.model(), number);
        List<HandWord> inOrder =
                others.stream().sorted(Comparator.comparing(HandWord::at)).toList();
        for (HandWord word : inOrder) {
            if (words.stream().noneMatch(known -> known.id().equals(word.id()))) {
                words.add(word);
                words.sort(Comparator.comparing(HandWord::at));
                page = page(page, incident(page, word.incident()), word, words, number);
            }
        }
        return new Kit(page, kit.key(), words);
    }

    private static Optional<IncidentModel> incident(PageModel page, String id) {
        return page.incidents().stream()
                .filter(incident -> incident.id().equals(id))
                .findFirst();
    }

    private static Instant later(PageModel page, Instant now) {
        Instant after = page.renderedAt().plusMillis(1);
        return (now.isAfter(after) ? now : after).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Outcome said(Kit kit, Wish wish, Names names, Instant at) {
        PageModel page = kit.model();
        String text = WishReading.text(wish.text());
        Optional<String> name = wish.name().map(said -> WishReading.name("--name", said, KitJson.LONGEST_TITLE));
        String by = WishReading.name("--by", wish.by(), KitJson.LONGEST_NAME);
        Map<String, ComponentStatus> components = WishReading.components(page, wish.components());
        Optional<IncidentPhase> asked = wish.phase().map(WishReading::phase);
        Optional<IncidentModel> known = incident(kit, wish.incident(), name);
        IncidentPhase phase = asked.or(() -> known.map(IncidentModel::phase)).orElse(IncidentPhase.INVESTIGATING);
        String title = name.or(() -> known.map(IncidentModel::name).flatMap(WishReading::again))
                .orElseGet(() -> title(page, components));
        var word = new HandWord(
                names.id(),
                names.code(),
                known.map(IncidentModel::id).orElse(names.incident()),
                title,
                phase,
                text,
                components,
                at,
                by);
        var words = new ArrayList<>(kit.words());
        words.add(word);
        var next = new Kit(page(page, known, word, words, names.sequence()), kit.key(), words);
        // What cannot be read back would be the last that was said with this kit.
        return KitJson.read(KitJson.write(next)) instanceof Kit.Read.Refused(String why)
                ? new Outcome.Refused("It cannot be kept: " + why)
                : new Outcome.Said(next, word, known.isEmpty());
    }

    /// Which incident is meant; empty for a new one.
    private static Optional<IncidentModel> incident(Kit kit, Optional<String> id, Optional<String> name) {
        PageModel page = kit.model();
        if (id.isPresent()) {
            IncidentModel found = incident(page, id.get().strip())
                    .orElseThrow(() -> WishReading.unknown(
                            "--incident",
                            id.get(),
                            page.openIncidents().stream().map(IncidentModel::id).toList()));
            if (found.imported() || found.phase() == IncidentPhase.POSTMORTEM) {
                throw new WishReading.Mistake("--incident: " + found.id()
                        + " is history; say --name \"...\" instead, and a new incident begins");
            }
            return Optional.of(found);
        }
        List<IncidentModel> byHand = page.openIncidents().stream()
                .filter(incident ->
                        kit.words().stream().anyMatch(word -> word.incident().equals(incident.id())))
                .toList();
        if (name.isPresent()) {
            return byHand.stream()
                    .filter(incident -> incident.name().equals(name.get()))
                    .findFirst();
        }
        List<IncidentModel> candidates = byHand.isEmpty() ? page.openIncidents() : byHand;
        if (byHand.size() == 1 || candidates.isEmpty()) {
            return byHand.stream().findFirst();
        }
        throw new WishReading.Mistake("The page shows "
                + (candidates.size() == 1 ? "an open incident" : candidates.size() + " open incidents")
                + ". Go on with "
                + String.join(
                        " or ",
                        candidates.stream()
                                .map(each -> "--incident " + each.id() + " (" + each.name() + ")")
                                .toList())
                + ", or begin another with --name \"...\"");
    }

    private static String title(PageModel page, Map<String, ComponentStatus> components) {
        List<String> names = page.leaves().stream()
                .filter(leaf -> components.containsKey(leaf.id()))
                .map(ComponentModel::name)
                .toList();
        String title = "Problem with " + String.join(", ", names);
        return names.isEmpty() || title.length() > KitJson.LONGEST_TITLE ? "Problem with our service" : title;
    }

    private static PageModel page(
            PageModel page, Optional<IncidentModel> known, HandWord word, List<HandWord> words, long sequence) {
        IncidentModel told = told(page, known, word);
        var incidents = new ArrayList<IncidentModel>();
        if (known.isEmpty()) {
            incidents.add(told);
        }
        page.incidents().forEach(each -> incidents.add(each.id().equals(told.id()) ? told : each));
        var looks = new Looks(word, isLate(known, word), spokenOf(words, incidents), told);
        Instant at = word.at().isAfter(page.renderedAt()) ? word.at() : page.renderedAt();
        return new PageModel(
                page.id(),
                page.slug(),
                page.name(),
                page.url(),
                page.timeZone(),
                at,
                at,
                sequence,
                page.components().stream().map(looks::of).toList(),
                incidents,
                page.maintenances(),
                page.policy(),
                page.bulletins());
    }

    /// Whether its incident has words that were said after it.
    private static boolean isLate(Optional<IncidentModel> known, HandWord word) {
        return known.stream()
                .flatMap(incident -> incident.updates().stream())
                .flatMap(update -> update.postedAt().stream())
                .anyMatch(at -> at.isAfter(word.at()));
    }

    private static IncidentModel told(PageModel page, Optional<IncidentModel> known, HandWord word) {
        Map<String, ComponentModel> leaves = page.leavesById();
        var affected = new ArrayList<AffectedModel>();
        word.components()
                .forEach((id, after) -> Optional.ofNullable(leaves.get(id))
                        .ifPresent(leaf -> affected.add(new AffectedModel(id, leaf.name(), leaf.status(), after))));
        var updates = new ArrayList<UpdateModel>();
        updates.add(UpdateModel.of(word.code(), word.phase(), word.markdown(), word.at())
                .affecting(affected));
        known.ifPresent(before -> updates.addAll(before.updates()));
        if (isLate(known, word)) {
            updates.sort(Comparator.comparing(
                            (UpdateModel update) -> update.postedAt().orElse(Instant.MIN))
                    .reversed());
        }
        var components = new LinkedHashSet<String>();
        known.ifPresent(before -> components.addAll(before.componentIds()));
        components.addAll(word.components().keySet());
        Impact impact = word.components().values().stream()
                .map(Impact::of)
                .reduce(known.map(IncidentModel::impact).orElse(Impact.NONE), HandSaying::worse);
        if (known.isPresent() && isLate(known, word)) {
            return known.get().with(impact, updates, List.copyOf(components));
        }
        return new IncidentModel(
                word.incident(),
                word.title(),
                word.phase(),
                impact,
                times(known.map(IncidentModel::times).orElse(IncidentTimes.of(word.at(), word.at())), word),
                word.at(),
                updates,
                List.copyOf(components),
                known.flatMap(IncidentModel::postmortemMarkdown),
                Optional.empty(), // what was promised is kept with this word
                false);
    }

    private static Impact worse(Impact one, Impact other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static IncidentTimes times(IncidentTimes before, HandWord word) {
        return new IncidentTimes(
                before.createdAt(),
                before.startedAt(),
                word.phase() == IncidentPhase.MONITORING ? Optional.of(word.at()) : before.monitoringAt(),
                word.phase() == IncidentPhase.RESOLVED ? Optional.of(word.at()) : Optional.empty(),
                before.precision(),
                before.source());
    }

    /// What trouble people said last of components in incidents that are still open. That something is fine is true
    /// for the moment in which somebody says it.
    private static Map<String, ComponentStatus> spokenOf(List<HandWord> words, List<IncidentModel> incidents) {
        List<String> open = incidents.stream()
                .filter(IncidentModel::open)
                .map(IncidentModel::id)
                .toList();
        var spoken = new LinkedHashMap<String, ComponentStatus>();
        words.stream().filter(word -> open.contains(word.incident())).forEach(word -> spoken.putAll(word.components()));
        spoken.values().removeIf(ComponentStatus.OPERATIONAL::equals);
        return spoken;
    }
}
