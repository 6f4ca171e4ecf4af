package dev.candor.learn.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What makes two imported incidents the same one: organisation, title and the first words of the oldest post. A page
/// only grows at the top, so the key survives later updates and the postmortem. Times are left out: the same incident
/// read from an aggregator has none.
final class IncidentKey {
    private static final int FIRST_WORDS = 12;

    private IncidentKey() {}

    static String of(Optional<String> organisation, String title, String oldestPost) {
        return hash(List.of(organisation.orElse(""), title, firstWords(oldestPost)));
    }

    /// The key when two different incidents of one text share the plain one: the first words and times of every post
    /// count.
    static String ofAll(ImportedIncident incident) {
        var parts = new ArrayList<String>();
        parts.add(incident.organisation().orElse(""));
        parts.add(incident.title());
        for (ImportedUpdate update : incident.updates()) {
            parts.add(firstWords(update.text()));
            parts.add(update.at().map(ImportedTime::words).orElse(""));
        }
        parts.add(firstWords(incident.postmortemMarkdown().orElse("")));
        return hash(parts);
    }

    /// Letters and digits in lower case, everything else is a gap.
    static String bare(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String firstWords(String text) {
        String start = text.substring(0, Math.min(text.length(), 1_000));
        return Arrays.stream(bare(start).split(" ")).limit(FIRST_WORDS).collect(Collectors.joining(" "));
    }

    private static String hash(List<String> parts) {
        String plain = parts.stream().map(IncidentKey::bare).collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
