package dev.candor.probe.http;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// References as browsers read them (WHATWG URL, as far as `http` and `https` need it): blanks, unescaped characters
/// and backslashes are forgiven, names in other scripts become ASCII.
public final class Links {
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?#%";

    private Links() {}

    /// The absolute URL without fragment; empty when `reference` leads to no URL at all. The scheme may be any.
    public static Optional<URI> resolve(URI base, String reference) {
        String text = reference.strip();
        if (text.length() > 8000) {
            return Optional.empty();
        }
        text = withoutLineBreaks(text);
        boolean webScheme = startsWithIgnoringCase(text, "http:") || startsWithIgnoringCase(text, "https:");
        if (webScheme || !hasScheme(text)) {
            text = backslashesTurned(text);
        }
        try {
            return resolved(base, text);
        } catch (URISyntaxException | IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<URI> resolved(URI base, String text) throws URISyntaxException {
        int authority = hasScheme(text) ? text.indexOf(':') + 1 : 0;
        String encoded;
        if (text.startsWith("//", authority)) {
            int end = authority + 2;
            while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            encoded = text.substring(0, authority + 2)
                    + host(text.substring(authority + 2, end))
                    + escaped(text.substring(end));
        } else {
            encoded = escaped(text);
        }
        int hash = encoded.indexOf('#');
        if (hash >= 0) {
            encoded = encoded.substring(0, hash);
        }
        URI root = base.getRawPath() == null || base.getRawPath().isEmpty() ? base.resolve("/") : base;
        if (encoded.isEmpty()) {
            return Optional.of(new URI(withoutFragment(root)));
        }
        if (encoded.charAt(0) == '?') {
            String whole = withoutFragment(root);
            int query = whole.indexOf('?');
            return Optional.of(new URI((query < 0 ? whole : whole.substring(0, query)) + encoded));
        }
        URI joined = root.resolve(new URI(encoded));
        return Optional.of(withoutLeadingDots(joined));
    }

    /// `URI.resolve` keeps `/../x`; browsers drop what climbs above the root.
    private static URI withoutLeadingDots(URI uri) throws URISyntaxException {
        String path = uri.getRawPath();
        if (path == null || !path.startsWith("/..")) {
            return uri;
        }
        String rest = path;
        while (rest.startsWith("/../")) {
            rest = rest.substring(3);
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new URI(uri.getScheme() + "://" + uri.getRawAuthority() + rest + query);
    }

    private static String withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? text : text.substring(0, hash);
    }

    private static String host(String authority) {
        boolean plain = authority.chars().allMatch(c -> c < 128);
        return plain ? authority : IDN.toASCII(authority);
    }

    private static String escaped(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean keep = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c < 128 && ALLOWED.indexOf(c) >= 0 && (c != '%' || isEscape(text, i));
            if (!keep && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (escaped != null) {
                if (keep) {
                    escaped.appendCodePoint(c);
                } else {
                    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                        escaped.append('%')
                                .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                                .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
                    }
                }
            }
            i += Character.charCount(c);
        }
        return escaped == null ? text : escaped.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && text.charAt(at + 1) < 128
                && text.charAt(at + 2) < 128;
    }

    private static boolean hasScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i > 0;
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean later = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return false;
    }

    private static boolean startsWithIgnoringCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static String withoutLineBreaks(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\t') < 0
                ? text
                : text.replace("\n", "").replace("\r", "").replace("\t", "");
    }

    private static String backslashesTurned(String text) {
        int end = text.length();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '?' || text.charAt(i) == '#') {
                end = i;
                break;
            }
        }
        return text.indexOf('\\') < 0 ? text : text.substring(0, end).replace('\\', '/') + text.substring(end);
    }
}
