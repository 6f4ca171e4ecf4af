package dev.candor.learn.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rendered text (bullets, numbers, paragraphs) as CommonMark that shows the same words: lists become lists, every
/// character that Markdown would read as a sign is escaped.
final class LineMarkdown {
    private static final Pattern ITEM = Pattern.compile("( *)(?:[•◦▪‣·*-]|(\\d{1,3})\\.) +(\\S.*)");
    private static final Pattern SIGN_AT_START = Pattern.compile("(?:[#>+=~|-]|\\d{1,9}[.)](?: |$))");

    private LineMarkdown() {}

    static String of(String text) {
        var out = new StringBuilder(text.length() + 64);
        boolean item = false;
        boolean blank = true;
        for (String line : text.strip().split("\n", -1)) {
            if (line.isBlank()) {
                blank = true;
                continue;
            }
            Matcher match = ITEM.matcher(line);
            if (match.matches()) {
                int level = Math.min(3, Math.max(0, match.group(1).length() / 2 - 1));
                String sign = match.group(2) == null ? "-" : Integer.parseInt(match.group(2)) + ".";
                out.append(out.isEmpty() ? "" : item ? "\n" : "\n\n");
                out.append("  ".repeat(item ? level : 0))
                        .append(sign)
                        .append(' ')
                        .append(escape(match.group(3)));
                item = true;
            } else {
                out.append(out.isEmpty() ? "" : item || blank ? "\n\n" : "  \n").append(escape(line));
                item = false;
            }
            blank = false;
        }
        return out.toString();
    }

    private static String escape(String line) {
        var escaped = new StringBuilder(line.length() + 8);
        String text = line.strip();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean entity = c == '&' && i + 1 < text.length() && " &".indexOf(text.charAt(i + 1)) < 0;
            if (entity || "\\`*_[]<".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        boolean sign = SIGN_AT_START.matcher(text).lookingAt();
        if (!sign) {
            return escaped.toString();
        }
        if (Character.isDigit(text.charAt(0))) {
            int dot = 0;
            while (Character.isDigit(escaped.charAt(dot))) {
                dot++;
            }
            return escaped.insert(dot, '\\').toString();
        }
        return "\\" + escaped;
    }
}
