package dev.candor.learn.history;

import dev.candor.base.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an import did, item by item: mapped, mapped with loss (what), not supported. A text that could not be read
/// counts as one item that is not supported.
public record ImportReport(List<Item> items) {
    public enum Outcome {
        MAPPED("mapped"),
        LOSSY("mapped with loss"),
        UNSUPPORTED("not supported");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    /// @param key empty for a text that could not be read
    /// @param losses what was lost, or why nothing was read; empty when mapped
    public record Item(
            String source,
            Form form,
            Optional<String> key,
            String title,
            Optional<String> organisation,
            Outcome outcome,
            List<String> losses,
            List<Note> notes) {}

    public ImportReport {
        items = List.copyOf(items);
    }

    public static ImportReport of(List<ImportedHistory> histories) {
        var items = new ArrayList<Item>();
        for (ImportedHistory history : histories) {
            history.problem()
                    .ifPresent(why -> items.add(new Item(
                            history.source(),
                            history.form(),
                            Optional.empty(),
                            history.source(),
                            Optional.empty(),
                            Outcome.UNSUPPORTED,
                            List.of(why),
                            history.notes())));
            for (ImportedIncident incident : history.incidents()) {
                List<String> losses = incident.losses();
                items.add(new Item(
                        history.source(),
                        history.form(),
                        Optional.of(incident.key()),
                        incident.title(),
                        incident.organisation(),
                        losses.isEmpty() ? Outcome.MAPPED : Outcome.LOSSY,
                        losses,
                        incident.notes()));
            }
        }
        return new ImportReport(items);
    }

    public long count(Outcome outcome) {
        return items.stream().filter(item -> item.outcome() == outcome).count();
    }

    /// `{"items":35,"mapped":33,"lossy":2,"unsupported":0}`, see the command `candor import --json`.
    public Map<String, @Nullable Object> totals() {
        return Json.object(
                "items", items.size(),
                "mapped", count(Outcome.MAPPED),
                "lossy", count(Outcome.LOSSY),
                "unsupported", count(Outcome.UNSUPPORTED));
    }

    /// One JSON object a line: every item, at last the totals.
    public String json() {
        var lines = new StringBuilder();
        for (Item item : items) {
            lines.append(Json.write(object(item))).append('\n');
        }
        return lines.append(Json.write(totals())).append('\n').toString();
    }

    private static Map<String, @Nullable Object> object(Item item) {
        return Json.object(
                "source", item.source(),
                "form", item.form(),
                "key", item.key().orElse(null),
                "title", item.title(),
                "organisation", item.organisation().orElse(null),
                "outcome", item.outcome(),
                "loss", item.losses(),
                "notes",
                        item.notes().stream()
                                .map(note -> Json.object(
                                        "field", note.field(), "kind", note.kind(), "detail", note.detail()))
                                .toList());
    }

    /// For a terminal: one line per item, below it what was lost and what is doubtful, at last the totals. Text from
    /// outside carries no control characters.
    public String text() {
        var out = new StringBuilder();
        String source = "";
        for (Item item : items) {
            if (!item.source().equals(source)) {
                source = item.source();
                out.append(CleanText.brief(CleanText.of(source), 120))
                        .append("  (")
                        .append(item.form().words())
                        .append(")\n");
            }
            out.append(String.format("  %-16s  %s%n", item.outcome().words, CleanText.brief(item.title(), 100)));
            item.losses().forEach(loss -> line(out, "loss", loss));
            for (Note note : item.notes()) {
                if (note.kind() == Note.Kind.UNCERTAIN || note.kind() == Note.Kind.CONTRADICTION) {
                    line(
                            out,
                            note.kind() == Note.Kind.UNCERTAIN ? "unsure" : "contradiction",
                            note.field() + ": " + note.detail());
                }
            }
            List<String> silent = item.notes().stream()
                    .filter(note -> note.kind() == Note.Kind.NOT_SAID)
                    .map(Note::field)
                    .distinct()
                    .toList();
            if (!silent.isEmpty()) {
                line(out, "not said", String.join(", ", silent));
            }
        }
        return out.append(String.format(
                        "%d items: %d mapped, %d mapped with loss, %d not supported%n",
                        items.size(), count(Outcome.MAPPED), count(Outcome.LOSSY), count(Outcome.UNSUPPORTED)))
                .toString();
    }

    private static void line(StringBuilder out, String kind, String words) {
        out.append("      ")
                .append(kind)
                .append(": ")
                .append(CleanText.brief(words, 200))
                .append('\n');
    }
}
