package dev.candor.respond.gate;

/// A piece of SQL that means something: comments and blanks are none.
///
/// @param text a word in small letters, a quoted name without its quotes, the inside of a text, or the signs themselves
/// @param start where it begins in the file, in characters
/// @param end where it ends
/// @param line from 1
record Token(Kind kind, String text, int start, int end, int line) {
    enum Kind {
        WORD,
        /// `"Name"`
        NAME,
        /// `'…'`, `E'…'`, `$tag$…$tag$`
        TEXT,
        NUMBER,
        SIGN,
        /// A line for psql: `\set ON_ERROR_STOP on`
        PSQL
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(word);
    }

    /// Its name in SQL: quoted only where it must be, so that two ways to write one name are the same.
    String asName() {
        return kind == Kind.NAME && !text.matches("[a-z_][a-z0-9_$]*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /// Whether it can be the name of something.
    boolean names() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }
}
