package dev.candor.respond.gate;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `SET`, `RESET` and `set_config(…)`, as far as they change what the gate relies on: how long is waited for a lock,
/// and
/// what a name without its schema means.
final class Settings {
    private static final String WAIT = "lock_timeout";
    private static final Set<String> PATH = Set.of("search_path", "schema");
    private static final Set<String> READING = Set.of("standard_conforming_strings", "backslash_quote");

    private Settings() {}

    /// Whether it is a setting whose effect is known.
    static boolean look(Sight sight) {
        Statement statement = sight.statement();
        if (!statement.begins("set") && !statement.begins("reset")) {
            return statement.begins("show") || statement.begins("discard");
        }
        return statement.tokens().stream().noneMatch(token -> token.names() && READING.contains(setting(token)));
    }

    private static String setting(Token token) {
        return token.text().toLowerCase(Locale.ROOT); // also quoted: names of settings have no case
    }

    static void set(Session session, Statement statement) {
        Words words = statement.words();
        boolean reset = words.take("reset");
        words.take("set");
        boolean local = words.take("local");
        if (!local) {
            words.take("session");
        }
        String name = words.more() ? setting(words.peek()) : "";
        if (PATH.contains(name)) {
            session.otherPath();
        } else if (reset && name.equals("all")) {
            session.forgetTimeout();
            session.otherPath();
        } else if (name.equals(WAIT)) {
            words.skip();
            boolean value = !reset && (words.take("=") || words.take("to"));
            List<Token> rest = words.rest();
            session.wait(local, value && rest.size() == 1 ? wait(rest.getFirst()) : Duration.ZERO);
        }
    }

    /// `set_config` anywhere in a statement: a limit counts only where nothing stands around it; whatever cannot be
    /// read
    /// plainly may have taken the limit away.
    static void called(Session session, Statement statement) {
        List<Token> tokens = statement.tokens();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean call = tokens.get(i).names()
                    && setting(tokens.get(i)).equals("set_config")
                    && tokens.get(i + 1).is("(");
            if (call) {
                config(session, statement, tokens.subList(i + 2, tokens.size()));
            }
        }
    }

    private static void config(Session session, Statement statement, List<Token> arguments) {
        boolean plain = plainText(arguments, 0)
                && arguments.size() > 1
                && arguments.get(1).is(",");
        String name = plain ? setting(arguments.getFirst()) : "";
        if (!plain || PATH.contains(name)) {
            session.otherPath();
        }
        if (plain && !name.equals(WAIT)) {
            return;
        }
        Words words = statement.words();
        words.take("select");
        words.take("pg_catalog", ".");
        boolean alone = words.take("set_config")
                && arguments.size() == 6
                && plainText(arguments, 2)
                && (arguments.get(4).is("true") || arguments.get(4).is("false"));
        if (alone) {
            session.wait(arguments.get(4).is("true"), wait(arguments.get(2)));
        } else {
            session.forgetTimeout();
        }
    }

    private static boolean plainText(List<Token> tokens, int at) {
        return at < tokens.size()
                && tokens.get(at).kind() == Token.Kind.TEXT
                && tokens.get(at).text().indexOf('\\') < 0;
    }

    /// As PostgreSQL reads it: a number is milliseconds. Zero for no limit, and for what cannot be read.
    static Duration wait(Token value) {
        String text = value.text().strip().toLowerCase(Locale.ROOT);
        boolean number = text.matches("[0-9]{1,9}");
        Optional<Duration> wait = number ? Optional.of(Duration.ofMillis(Long.parseLong(text))) : Durations.parse(text);
        return wait.orElse(Duration.ZERO);
    }
}
