package dev.candor.probe.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The addresses in a style sheet: `@import` and `url()`, read by the token rules of CSS Syntax Level 3 (comments,
/// strings, escapes), in time linear in its length. Of a `@font-face` only the file a present browser would take,
/// since the fallbacks behind it are never loaded. Rules are not matched against the page: what no element uses is
/// found too.
final class CssAssets {
    private final String css;
    private final List<Reference> found = new ArrayList<>();
    private final List<String> fonts = new ArrayList<>();
    private int at;
    private boolean inFontFace;
    private String atRule = "";

    /// @param url as written, escapes undone
    record Reference(String url, AssetKind kind) {}

    private CssAssets(String css) {
        this.css = css;
    }

    static List<Reference> find(String css) {
        var finder = new CssAssets(css);
        finder.run();
        return finder.found;
    }

    private void run() {
        while (at < css.length()) {
            char c = css.charAt(at);
            if (c == '/' && css.startsWith("/*", at)) {
                int end = css.indexOf("*/", at + 2);
                at = end < 0 ? css.length() : end + 2;
            } else if (c == '"' || c == '\'') {
                String text = string();
                if (atRule.equals("import")) {
                    found.add(new Reference(text, AssetKind.STYLE));
                    atRule = "imported";
                }
            } else if (c == '@') {
                at++;
                atRule = identifier().toLowerCase(Locale.ROOT);
                inFontFace |= atRule.equals("font-face");
            } else if (c == ';' || c == '{') {
                atRule = "";
                at++;
            } else if (c == '}') {
                atRule = "";
                endOfFontFace();
                at++;
            } else if (isNameStart(c)) {
                word();
            } else {
                at++;
            }
        }
        endOfFontFace();
    }

    private void word() {
        String name = identifier();
        if (at < css.length() && css.charAt(at) == '(' && name.equalsIgnoreCase("url")) {
            at++;
            String url = urlArgument();
            switch (atRule) {
                case "import" -> {
                    found.add(new Reference(url, AssetKind.STYLE));
                    atRule = "imported";
                }
                case "imported", "namespace", "document", "-moz-document" -> {}
                default -> {
                    if (inFontFace) {
                        fonts.add(url);
                    } else {
                        found.add(new Reference(url, AssetKind.IMAGE));
                    }
                }
            }
        }
    }

    private void endOfFontFace() {
        if (inFontFace && !fonts.isEmpty()) {
            String best = fonts.getFirst();
            for (String wanted : List.of(".woff2", ".woff", ".ttf", ".otf")) {
                var fitting =
                        fonts.stream().filter(url -> endsWith(url, wanted)).findFirst();
                if (fitting.isPresent()) {
                    best = fitting.get();
                    break;
                }
            }
            found.add(new Reference(best, AssetKind.FONT));
        }
        fonts.clear();
        inFontFace = false;
    }

    private static boolean endsWith(String url, String extension) {
        int end = url.length();
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                end = i;
                break;
            }
        }
        return url.substring(0, end).toLowerCase(Locale.ROOT).endsWith(extension);
    }

    private String urlArgument() {
        while (at < css.length() && Character.isWhitespace(css.charAt(at))) {
            at++;
        }
        String url;
        if (at < css.length() && (css.charAt(at) == '"' || css.charAt(at) == '\'')) {
            url = string();
        } else {
            var text = new StringBuilder();
            while (at < css.length() && css.charAt(at) != ')' && !Character.isWhitespace(css.charAt(at))) {
                if (css.charAt(at) == '\\') {
                    escape(text);
                } else {
                    text.append(css.charAt(at++));
                }
            }
            url = text.toString();
        }
        int end = css.indexOf(')', at);
        at = end < 0 ? css.length() : end + 1;
        return url;
    }

    private String string() {
        char quote = css.charAt(at++);
        var text = new StringBuilder();
        while (at < css.length() && css.charAt(at) != quote) {
            char c = css.charAt(at);
            if (c == '\n') {
                return text.toString(); // a string never goes over a line: it is broken, and ends here
            }
            if (c == '\\') {
                escape(text);
            } else {
                text.append(c);
                at++;
            }
        }
        at++;
        return text.toString();
    }

    /// At a backslash: up to six hexadecimal digits and a blank, a line break (nothing), or any other character
    /// itself.
    private void escape(StringBuilder into) {
        at++;
        if (at >= css.length()) {
            return;
        }
        int start = at;
        while (at < css.length()
                && at - start < 6
                && css.charAt(at) < 128
                && Character.digit(css.charAt(at), 16) >= 0) {
            at++;
        }
        if (at == start) {
            char c = css.charAt(at++);
            if (c != '\n') {
                into.append(c);
            }
            return;
        }
        int code = Integer.parseInt(css.substring(start, at), 16);
        into.appendCodePoint(Character.isValidCodePoint(code) && code != 0 ? code : 0xfffd);
        if (at < css.length() && Character.isWhitespace(css.charAt(at))) {
            at++;
        }
    }

    private String identifier() {
        var name = new StringBuilder();
        while (at < css.length()) {
            char c = css.charAt(at);
            if (c == '\\') {
                escape(name);
            } else if (isNameStart(c) || c >= '0' && c <= '9') {
                name.append(c);
                at++;
            } else {
                break;
            }
        }
        return name.toString();
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c == '\\' || c > 127;
    }
}
