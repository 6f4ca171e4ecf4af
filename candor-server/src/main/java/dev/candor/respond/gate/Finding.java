package dev.candor.respond.gate;

import java.util.List;

/// Something in a migration that hurts.
///
/// @param file its name
/// @param line from 1; 0 for the whole file
/// @param rule a short name, for `-- candor:allow RULE why`
/// @param table what is locked; may be empty
/// @param lock how
/// @param what the beginning of the statement
/// @param why it hurts, in words
/// @param instead how to do it safely: lines of SQL, with comments where a new migration begins
public record Finding(
        Level level,
        String file,
        int line,
        String rule,
        String table,
        Lock lock,
        String what,
        String why,
        List<String> instead) {
    /// How bad it is.
    public enum Level {
        /// It must not run like this.
        REFUSED,
        /// Worth a thought.
        ADVICE,
        /// Refused, and somebody said in the file why it is right all the same.
        ALLOWED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Finding allowed(String reason) {
        return new Finding(Level.ALLOWED, file, line, rule, table, lock, what, why + " Allowed: " + reason, instead);
    }

    /// The same for other reasons.
    Finding because(String reasons) {
        return new Finding(level, file, line, rule, table, lock, what, reasons, instead);
    }

    boolean refused() {
        return level == Level.REFUSED;
    }
}
