package dev.candor.detect.vendor;

import java.net.URI;
import java.util.regex.Pattern;

/// Foreign text and links made harmless and short.
final class Plain {
    private static final Pattern BREAKS = Pattern.compile("(?i)<br\\s{0,5}/?>|</(p|li|div|h[1-6])>");
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,2000}>");
    private static final int LOOKED_AT = 50_000;

    private Plain() {}

    /// One line without control characters or marks that turn text around.
    static String line(String text, int most) {
        return cut(visible(start(text)).replaceAll("\\s+", " ").strip(), most);
    }

    /// Text of several lines, without markup.
    static String text(String text, int most) {
        String broken = BREAKS.matcher(start(text)).replaceAll("\n");
        String plain = entities(TAG.matcher(broken).replaceAll(""));
        return cut(
                visible(plain)
                        .replaceAll("[ \\t]+", " ")
                        .replaceAll(" ?\\n[ \\n]*", "\n")
                        .strip(),
                most);
    }

    /// The address itself when it is http or https, else empty.
    static String link(String address) {
        if (address.length() > 2000 || !address.matches("(?i)https?://[^\\s\\p{Cntrl}<>\"]+")) {
            return "";
        }
        try {
            return URI.create(address).getHost() == null ? "" : address;
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }

    private static String start(String text) {
        return text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    }

    private static String entities(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&apos;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }

    private static String visible(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n'
                        || c == '\t'
                        || !(Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
