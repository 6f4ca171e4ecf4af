package dev.candor.platform.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses as people may see them: what is secret in them is dots.
public final class SecretAddress {
    public static final String DOTS = "••••••";

    /// A name in a query up to its `=`: taken whole and never given back, so that long texts cost one look. A question
    /// mark with a blank behind it ends a sentence.
    private static final Pattern QUERY_NAME = Pattern.compile("[?&;#](?!\\s)[^=&#?;\\r\\n]*+=");

    /// Words that a name may end with, words that must stand for themselves in it, and words that must be all of it.
    private static final Pattern SECRET_NAME = Pattern.compile("(?:(?i:secret|password|passwd|passphrase|passcode|token"
            + "|auth|authorization|credential|signature|sig|bearer|hmac|assertion|session[-_]?id"
            + "|(?:api|app|access|account|auth|private|intake|routing|integration|shared|subscription|license|master"
            + "|service|signing)[-_]?key|(?:^|[-_.\\s])(?:key|pass|pwd|jwt|sas|otp|sid|session)|^code)|[a-z]Key)"
            + "(?i:s?(?:\\[[^]]{0,8}])?)=$");
    private static final int LONGEST_SECRET_NAME = 24;

    private static final Pattern VALUE = Pattern.compile("[^&#\\s]+");

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{0,20}:/{1,3}");
    private static final Pattern HOST = Pattern.compile(
            "(?:[a-zA-Z0-9_-]{1,40}(?:\\.[a-zA-Z0-9_-]{1,40})*|\\[[0-9a-fA-F:.]{2,45}])(?::[0-9]{1,5})?");
    private static final int LONGEST_HOST = 253 + 6; // with its port
    private static final Pattern AFTER_HOST = Pattern.compile("[/?#\\\\\\s]");

    private static final Pattern WITH_PATH =
            Pattern.compile("(" + Userinfo.HOST_BEGINS + "[^/?#\\\\\\s]*)[/?#\\\\][^\\s]+");

    private static final Pattern USER = Pattern.compile("(" + Userinfo.HOST_BEGINS + ")[^/?#\\\\\\s\"<>`]+@");

    private SecretAddress() {}

    /// Whether an address, also as JSON writes it, may be in a text.
    public static boolean maybeIn(String text) {
        return Userinfo.maybeIn(text);
    }

    /// Whether an address carries a secret in its query (`?token=…`) or before its host.
    public static boolean isInside(String text) {
        return Userinfo.maybeIn(text)
                && (inQuery(text, new StringBuilder())
                        || !Userinfo.hidden(text, DOTS).equals(text));
    }

    /// Writes the text with the values of secret names as dots.
    ///
    /// @return whether there was one
    private static boolean inQuery(String text, StringBuilder shown) {
        Matcher name = QUERY_NAME.matcher(text);
        Matcher value = VALUE.matcher(text);
        boolean found = false;
        int done = 0;
        int at = 0;
        while (name.find(at)) {
            at = name.end();
            String end = text.substring(Math.max(name.start() + 1, at - LONGEST_SECRET_NAME), at);
            if (SECRET_NAME.matcher(end).find()
                    && value.region(at, text.length()).lookingAt()) {
                shown.append(text, done, at).append(DOTS);
                at = value.end();
                done = at;
                found = true;
            }
        }
        shown.append(text, done, text.length());
        return found;
    }

    /// The address with the secrets in its query and before its host as dots.
    public static String hidden(String address) {
        if (!Userinfo.maybeIn(address) && address.indexOf('=') < 0) {
            return address; // most texts are none: looking closer would cost more than all else
        }
        var shown = new StringBuilder();
        inQuery(Userinfo.hidden(address, DOTS), shown);
        return shown.toString();
    }

    /// `text` with all that stands behind the host of the addresses in it as dots: of where messages are sent, such as
    /// the webhook of a chat or a topic, the path itself is the secret.
    public static String withoutPath(String text) {
        if (!Userinfo.maybeIn(text)) {
            return hidden(text);
        }
        String without = WITH_PATH.matcher(hidden(text)).replaceAll("$1/" + DOTS);
        return USER.matcher(without).replaceAll("$1" + DOTS + "@");
    }

    /// What may be said of a text that should have been an address and is none: its scheme and host, as far as they
    /// look like that. Where somebody has forgotten a scheme, no reader knows which part is a password.
    public static String echoed(String text) {
        String address = text.strip();
        Matcher scheme = SCHEME.matcher(address);
        String begin = scheme.lookingAt() ? scheme.group() : "";
        String rest = address.substring(begin.length());
        Matcher end = AFTER_HOST.matcher(rest);
        int until = end.find() ? end.start() : rest.length();
        String host = rest.substring(0, until);
        if (rest.indexOf('@', until) >= 0 || begin.endsWith("///")) {
            return begin + DOTS; // behind three slashes anything may stand
        }
        int at = host.lastIndexOf('@');
        String place = host.substring(at + 1);
        String shown = place.isEmpty() || isHost(place) ? place : DOTS;
        String path = until + 1 >= rest.length() ? rest.substring(until) : rest.charAt(until) + DOTS;
        return begin + (at < 0 ? "" : DOTS + "@") + shown + path;
    }

    private static boolean isHost(String text) {
        return text.length() <= LONGEST_HOST && HOST.matcher(text).matches();
    }
}
