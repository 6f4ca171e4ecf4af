package dev.candor.platform.db;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a PostgreSQL is, as people write it: `postgresql://user:password@host1:5432,host2/database?key=value` (libpq's
/// form, also with `postgres://`), or the driver's own `jdbc:postgresql://…`.
///
/// @param jdbc for the driver, without user and password
/// @param user from before the `@`; empty when it is a parameter or the driver's default
record PostgresUrl(String jdbc, Optional<String> user, Optional<String> password) {
    private static final Pattern FORM =
            Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^/?#]*)@)?([^/@?#]+(?:/.*)?|/.*)");

    /// @throws IllegalArgumentException that does not repeat the text: there may be a password in it
    static PostgresUrl parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "the database address is not of the form postgresql://user:password@host:5432/database");
        }
        String jdbc = "jdbc:postgresql://" + form.group(2);
        String before = form.group(1);
        if (before == null) {
            return new PostgresUrl(jdbc, Optional.empty(), Optional.empty());
        }
        int colon = before.indexOf(':');
        return colon < 0
                ? new PostgresUrl(jdbc, Optional.of(decoded(before)), Optional.empty())
                : new PostgresUrl(
                        jdbc,
                        Optional.of(decoded(before.substring(0, colon))),
                        Optional.of(decoded(before.substring(colon + 1))));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "PostgresUrl[" + jdbc.replaceAll("\\?.*", "?…") + "]";
    }
}
