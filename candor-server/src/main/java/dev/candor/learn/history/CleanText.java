package dev.candor.learn.history;

import java.util.Optional;

/// Foreign text made plain: line ends are `\n`, every kind of space is a space, invisible characters are gone.
final class CleanText {
    private static final int LOOKED_AT = 100_000;

    private CleanText() {}

    static String of(String text) {
        var clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> {
                    clean.append('\n');
                    if (i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                        i++;
                    }
                }
                case '\n', '\u2028', '\u2029', '\u0085' -> clean.append('\n');
                case '\t', '\u00a0', '\u2007', '\u202f', '\u2009', '\u200a', '\u3000' -> clean.append(' ');
                default -> {
                    if (!invisible(c)) {
                        clean.append(c);
                    }
                }
            }
        }
        return clean.toString();
    }

    /// Control characters, byte order marks, zero-width spaces, and the marks that turn the direction of text.
    private static boolean invisible(char c) {
        return c < ' '
                || c >= '\u007f' && c < '\u00a0'
                || c == '\ufeff'
                || c == '\u200b'
                || c >= '\u202a' && c <= '\u202e'
                || c >= '\u2066' && c <= '\u2069';
    }

    /// Why this is not text at all, if so: it has NUL characters, or too many that stand for broken bytes.
    static Optional<String> binary(String text) {
        int broken = 0;
        int looked = Math.min(text.length(), LOOKED_AT);
        for (int i = 0; i < looked; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("this is not text: character " + (i + 1) + " is a NUL");
            }
            if (c == '\ufffd' || c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                broken++;
            }
        }
        return broken * 50L > looked
                ? Optional.of("this is not text: " + broken + " of the first " + looked + " characters are broken")
                : Optional.empty();
    }

    /// `text` cut to `limit` characters, never inside a surrogate pair.
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end);
    }

    /// One line, for a message: at most `limit` characters, line breaks are spaces.
    static String brief(String text, int limit) {
        String line = cut(text, limit * 2).strip().replaceAll("\\s+", " ");
        return line.length() <= limit ? line : cut(line, limit - 1) + "…";
    }
}
