package dev.candor.app.console.form;

/// Something to choose.
///
/// @param value what is posted
/// @param group the heading it stands under in a long list; may be empty
public record Option(String value, String label, String group) {
    public Option(String value, String label) {
        this(value, label, "");
    }
}
