package dev.candor.page;

import java.nio.charset.StandardCharsets;

/// Which bytes may stand where in a [PlainRead].
final class PlainBytes {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    // RFC 9110, 5.6.2
    private static final boolean[] TOKEN = allowed(LETTERS_AND_DIGITS + "!#$%&'*+-.^_`|~");
    // RFC 3986, 2.3 (unreserved) and the slash
    private static final boolean[] PATH = allowed(LETTERS_AND_DIGITS + "-._~/");
    private static final boolean[] QUERY = allowed(LETTERS_AND_DIGITS + "-._~/?%=&+,:@!$'()*;");
    private static final boolean[] HOST = allowed(LETTERS_AND_DIGITS + "-.");

    private PlainBytes() {}

    static boolean inToken(byte each) {
        return each >= 0 && TOKEN[each];
    }

    static boolean inPath(byte each) {
        return each >= 0 && PATH[each];
    }

    static boolean inQuery(byte each) {
        return each >= 0 && QUERY[each];
    }

    static boolean inHost(byte each) {
        return each >= 0 && HOST[each];
    }

    /// Visible ASCII, spaces and tabs.
    static boolean inValue(byte each) {
        return (each >= ' ' && each < 127) || each == '\t';
    }

    static boolean blank(byte each) {
        return each == ' ' || each == '\t';
    }

    private static boolean[] allowed(String characters) {
        var allowed = new boolean[128];
        for (byte each : characters.getBytes(StandardCharsets.US_ASCII)) {
            allowed[each] = true;
        }
        return allowed;
    }
}
