package dev.candor.app.console.form;

/// A value of a document that a form shows.
///
/// @param key where it stands: `url`, `down-after.failures`; empty for the mapping itself
/// @param hint what somebody who sees it for the first time wants to know; may be empty
/// @param needed whether a browser should insist on it
public record Field(String key, String label, String hint, Input input, boolean needed) {
    public Field(String key, String label, String hint, Input input) {
        this(key, label, hint, input, false);
    }

    Field must() {
        return new Field(key, label, hint, input, true);
    }
}
