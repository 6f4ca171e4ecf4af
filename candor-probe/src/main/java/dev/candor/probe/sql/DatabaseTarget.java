package dev.candor.probe.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PostgreSQL database as people write it: `postgresql://user:password@host:5432/database?sslmode=verify-full`.
///
/// @param tls how the connection is protected
public record DatabaseTarget(String host, int port, String database, String user, String password, Tls tls) {
    /// As libpq's `sslmode` names it.
    public enum Tls {
        DISABLE,
        PREFER,
        REQUIRE,
        /// Certificate and name are checked against the authorities this machine trusts.
        VERIFY_FULL;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern FORM = Pattern.compile(
            "postgres(?:ql)?://([^:/?#@]+)(?::([^/?#]*))?@(\\[[0-9A-Fa-f:.]+]|[^/?#:@,\\[\\]]+)(?::([0-9]{1,5}))?/([^/?#]+)(?:\\?sslmode=(disable|prefer|require|verify-full))?");

    /// @throws IllegalArgumentException saying what form is expected, without repeating the text: there may be a
    /// password in it
    public static DatabaseTarget parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        int port = form.matches() && form.group(4) != null ? Integer.parseInt(form.group(4)) : 5432;
        if (!form.matches() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("expected an address of the form"
                    + " postgresql://user:password@host:5432/database, optionally with ?sslmode=disable, prefer,"
                    + " require or verify-full");
        }
        String password = form.group(2);
        String mode = form.group(6);
        return new DatabaseTarget(
                form.group(3),
                port,
                decoded(form.group(5)),
                decoded(form.group(1)),
                password == null ? "" : decoded(password),
                mode == null
                        ? Tls.PREFER
                        : Tls.valueOf(mode.toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Without user and password.
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
