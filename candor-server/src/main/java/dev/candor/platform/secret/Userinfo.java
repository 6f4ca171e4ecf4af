package dev.candor.platform.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands before the host of the addresses in a text: a user and a password, or a word alone that may be a token.
///
/// A strict reader of addresses is no measure here: people write passwords with slashes, quotes and blanks into them,
/// and those are secret too. So the question is turned round: a colon behind a name, with no port behind it, has a
/// password behind it, up to the last `@` before the host. What cannot be told apart becomes dots.
final class Userinfo {
    /// As JSON may write it, too, also within JSON: `:\/\/`.
    static final String HOST_BEGINS = ":\\\\{0,3}/\\\\{0,3}/";

    private static final Pattern BEGIN = Pattern.compile(HOST_BEGINS);
    /// How far behind its beginning a password may have `://` in it.
    private static final int LONGEST_DOUBTFUL = 256;
    /// How far an `@` may be when a slash or a blank stands before it.
    private static final int LONGEST_BROKEN = 4096;

    private static final String ENDS = "(?=[/?#\\\\\\s,;'\"`()\\[\\]{}<>]|$)";
    private static final Pattern PORT = Pattern.compile(":(?:[0-9]{1,5}" + ENDS + "|(?=\\s|$))");
    /// A name with a dot in it, which users seldom have.
    private static final Pattern HOST =
            Pattern.compile("(?:[\\p{L}\\p{N}_-]++\\.)++[\\p{L}\\p{N}_-]++|localhost|\\[[0-9a-fA-F:.]++]");

    private static final Pattern HOST_FOLLOWS =
            Pattern.compile("(?:(?:" + HOST.pattern() + ")(?::[0-9]{1,5})?\\.?|[\\p{L}\\p{N}_-]++:[0-9]{1,5})" + ENDS);

    /// Passwords that are none: then the user's name is the secret.
    private static final Pattern NO_PASSWORD = Pattern.compile(":(?:x-oauth-basic)?");

    private Userinfo() {}

    /// Whether an address may be in it: a quick look.
    static boolean maybeIn(String text) {
        return text.contains("://")
                || text.contains(":\\") && BEGIN.matcher(text).find();
    }

    /// `text` with each password, and each word alone before a host, as `dots`; `text` itself when it has none.
    static String hidden(String text, String dots) {
        if (!maybeIn(text)) {
            return text;
        }
        StringBuilder shown = null;
        int done = 0;
        int next = 0;
        Matcher begin = BEGIN.matcher(text);
        while (begin.find(next)) {
            int from = begin.end();
            int at = at(text, from, end(text, begin.start(), from));
            if (at >= 0) {
                shown = shown == null ? new StringBuilder(text.length()) : shown;
                shown.append(text, done, from)
                        .append(name(text.substring(from, at)))
                        .append(dots);
                done = at;
            }
            next = Math.max(from, at);
        }
        return shown == null ? text : shown.append(text, done, text.length()).toString();
    }

    /// Where this address ends at the latest: with its line, with the quotes that it stands in, or where the next
    /// begins.
    private static int end(String text, int colon, int from) {
        int scheme = scheme(text, colon, 0);
        char closing = scheme == 0 ? 0 : closing(text.charAt(scheme - 1));
        Matcher next = BEGIN.matcher(text);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '\\' && closing != 0;
            // as YAML and CSV write a quote in quotes
            boolean doubled =
                    (c == '\'' || c == '"') && closing == c && i + 1 < text.length() && text.charAt(i + 1) == c;
            if (escaped || doubled) {
                i++; // a quote behind it does not close
            } else if (c == '\n' || c == '\r' || c == closing && closing != 0) {
                return i;
            } else if (c == ':'
                    && next.region(i, text.length()).lookingAt()
                    && (i > from + LONGEST_DOUBTFUL || !isInPassword(text, from, i))) {
                return i;
            }
        }
        return text.length();
    }

    /// `omar:pass://word@`: no address begins right behind a colon.
    private static boolean isInPassword(String text, int from, int colon) {
        int scheme = scheme(text, colon, from);
        return scheme > from + 1 && scheme < colon && text.charAt(scheme - 1) == ':';
    }

    private static int scheme(String text, int colon, int from) {
        int scheme = colon;
        while (scheme > from && isOfScheme(text.charAt(scheme - 1))) {
            scheme--;
        }
        return scheme;
    }

    /// The `@` before the host, or -1 where nothing secret stands before it.
    private static int at(String text, int colon, int end) {
        int from = colon;
        while (from < end && (text.charAt(from) == '/' || text.charAt(from) == '@')) {
            from++; // too many slashes hide nothing
        }
        int name = from;
        while (name < end && isOfName(text.charAt(name))) {
            name++;
        }
        if (name == end) {
            return -1;
        }
        int last = lastAt(text, from, until(text, from, end, false));
        int first = switch (text.charAt(name)) {
            case '@' -> last;
            case ':' -> isPort(text, from, name, end) ? -1 : last > name ? last : broken(text, name + 1, end);
            case '[' -> -1;
            // `om,ar:password@`, but no list of addresses and names
            default ->
                last > name && text.substring(name, last).indexOf(':') >= 0 && !isHost(text, from, name) ? last : -1;
        };
        return first < 0 ? -1 : beforeHost(text, first, end);
    }

    /// The `@` behind a password that no strict reader would take for one: with a slash, a blank or a quote in it.
    private static int broken(String text, int password, int end) {
        int found = text.indexOf('@', password, Math.min(end, password + LONGEST_BROKEN));
        return found < 0 ? -1 : lastAt(text, found, until(text, found, end, true));
    }

    /// Passwords have `@` and slashes in them, hosts look like hosts: the first `@` from `first` on with a host behind
    /// it, without a blank between; where there is none, as `db` is a host too, the last one.
    private static int beforeHost(String text, int first, int end) {
        Matcher host = HOST_FOLLOWS.matcher(text);
        int latest = Math.min(end, first + LONGEST_BROKEN);
        int last = first;
        for (int i = first; i < latest && !Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '@') {
                if (host.region(i + 1, end).lookingAt()) {
                    return i;
                }
                last = i;
            }
        }
        return last;
    }

    private static int lastAt(String text, int from, int until) {
        int at = until - 1;
        while (at >= from && text.charAt(at) != '@') {
            at--;
        }
        return at >= from ? at : -1;
    }

    private static boolean isPort(String text, int from, int colon, int end) {
        Matcher port = PORT.matcher(text).region(colon, end);
        return port.lookingAt() && (port.end() == end || isHost(text, from, colon));
    }

    private static boolean isHost(String text, int from, int until) {
        return HOST.matcher(text).region(from, until).matches();
    }

    /// Where the host with all before it ends; `quotes`: and with quotes, brackets and commas.
    private static int until(String text, int from, int end, boolean quotes) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '\\' || Character.isWhitespace(c)) {
                return i;
            }
            if (quotes && "\"'<>`(){},".indexOf(c) >= 0) {
                return i;
            }
        }
        return end;
    }

    /// A name before a password is none; a word alone may be a token.
    private static String name(String userinfo) {
        int colon = userinfo.indexOf(':');
        boolean named = colon > 0
                && userinfo.chars().limit(colon).allMatch(c -> isOfName((char) c))
                && !NO_PASSWORD
                        .matcher(userinfo)
                        .region(colon, userinfo.length())
                        .matches();
        return named ? userinfo.substring(0, colon + 1) : "";
    }

    private static boolean isOfName(char c) {
        return "/?#\\:@\"'<>()[]{}`,".indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    private static boolean isOfScheme(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
    }

    private static char closing(char opening) {
        return switch (opening) {
            case '"', '\'', '`' -> opening;
            case '<' -> '>';
            default -> 0;
        };
    }
}
