package dev.candor.learn.history;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The door of the text import: recognises the form of a text and reads its incidents. Any text is safe to give; what
/// cannot be read is a history without incidents whose `problem` says why.
public final class HistoryText {
    /// The longest text that is read, in characters (UTF-16).
    public static final int MAX_CHARS = 5_000_000;

    private static final int MAX_INCIDENTS = 10_000;

    private HistoryText() {}

    /// @param utf8 the bytes of the file
    public static ImportedHistory read(String fileName, byte[] utf8) {
        if (utf8.length > 4L * MAX_CHARS) {
            return tooLong(fileName);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return read(fileName, text);
        } catch (CharacterCodingException notText) {
            return ImportedHistory.notRead(fileName, "this is not text in UTF-8");
        }
    }

    /// @param fileName for people; the form is recognised from the text alone
    public static ImportedHistory read(String fileName, String text) {
        if (text.length() > MAX_CHARS) {
            return tooLong(fileName);
        }
        Optional<String> binary = CleanText.binary(text);
        if (binary.isPresent()) {
            return ImportedHistory.notRead(fileName, binary.get());
        }
        String clean = CleanText.of(text);
        if (clean.isBlank()) {
            return ImportedHistory.notRead(fileName, "the text is empty");
        }
        List<String> lines = List.of(clean.split("\n", -1));
        if (AggregatorText.recognises(lines)) {
            return history(fileName, Form.AGGREGATOR, AggregatorText.read(lines));
        }
        if (StatuspageText.recognises(lines)) {
            return history(fileName, Form.STATUSPAGE, StatuspageText.read(lines));
        }
        if (InfraLogText.recognises(clean)) {
            return history(fileName, Form.INFRA_LOG, InfraLogText.read(clean));
        }
        return ImportedHistory.notRead(
                fileName,
                "no known form: expected a line \"Incident Report for ...\" (a Statuspage page), lines 'Report: \"...\"'"
                        + " (an aggregator), or items like \"August 26: Title (05:30EST): ...\" (a log)");
    }

    private static ImportedHistory tooLong(String fileName) {
        return ImportedHistory.notRead(fileName, "longer than " + MAX_CHARS + " characters; split it");
    }

    private static ImportedHistory history(String fileName, Form form, List<Draft> drafts) {
        var notes = new ArrayList<Note>();
        if (drafts.size() > MAX_INCIDENTS) {
            notes.add(Note.lossy("incidents", "only " + MAX_INCIDENTS + " of " + drafts.size() + " were read"));
        }
        List<ImportedIncident> incidents =
                drafts.stream().limit(MAX_INCIDENTS).map(Assembly::incident).toList();
        return new ImportedHistory(fileName, form, copiesNoted(keysParted(incidents)), notes);
    }

    /// Different incidents with the same title and first words get longer keys; a true repetition keeps its key.
    private static List<ImportedIncident> keysParted(List<ImportedIncident> incidents) {
        Map<String, Set<String>> longKeys = new HashMap<>();
        for (ImportedIncident incident : incidents) {
            longKeys.computeIfAbsent(incident.key(), _ -> new HashSet<>()).add(IncidentKey.ofAll(incident));
        }
        return incidents.stream()
                .map(i -> longKeys.getOrDefault(i.key(), Set.of()).size() > 1
                        ? Assembly.withKey(i, IncidentKey.ofAll(i))
                        : i)
                .toList();
    }

    /// A postmortem that stands, word for word, under another incident too belongs to one of them at most.
    private static List<ImportedIncident> copiesNoted(List<ImportedIncident> incidents) {
        Map<String, ImportedIncident> first = new HashMap<>();
        var noted = new ArrayList<ImportedIncident>();
        for (ImportedIncident incident : incidents) {
            String words = IncidentKey.bare(incident.postmortemMarkdown().orElse(""));
            ImportedIncident other = words.isEmpty() ? null : first.putIfAbsent(words, incident);
            if (other == null || other.key().equals(incident.key())) {
                noted.add(incident);
                continue;
            }
            var notes = new ArrayList<Note>(incident.notes());
            notes.add(Note.contradiction(
                    "postmortem", "the same words stand under \"" + CleanText.brief(other.title(), 80) + "\""));
            noted.add(Assembly.withNotes(incident, notes));
        }
        return noted;
    }
}
