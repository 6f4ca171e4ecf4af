package dev.candor.app.console;

import dev.candor.app.console.form.Form;
import dev.candor.app.console.form.FormView;
import dev.candor.app.console.form.Shape;
import java.util.Locale;
import java.util.Optional;

/// A document being made or changed.
///
/// @param shape which fields it has
/// @param name empty for a new one
/// @param path of the document's screens, or of making one
/// @param source the file that owns it; empty when it may be changed here
/// @param seen the version that is shown; empty for a new one
/// @param yaml the document as text when it is edited as such; otherwise empty
/// @param formFits whether there is a form for it, or it is too large for one
/// @param tried what one look saw
/// @param once makes sure that saving twice saves once
public record DocumentView(
        Form form,
        Shape shape,
        String name,
        String path,
        String source,
        String seen,
        FormView shown,
        java.util.List<String> wrong,
        String yaml,
        boolean formFits,
        Optional<TryOnce.Seen> tried,
        String once) {
    public String title() {
        return !name.isEmpty()
                ? name
                : "New " + form.kind().singular() + (form.hasChoice() ? ": " + lower(shape.title()) : "");
    }

    private static String lower(String title) {
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    public boolean fresh() {
        return name.isEmpty();
    }

    public boolean readOnly() {
        return !source.isEmpty();
    }

    /// Whether there is something to look at before it is saved.
    public boolean canTry() {
        return form.root().equals("/monitors") && !shape.word().equals("heartbeat");
    }

    public boolean asYaml() {
        return !yaml.isEmpty();
    }

    /// Where its form is posted.
    public String action() {
        return fresh() ? path : path + "/edit";
    }

    /// Where the same is edited as text.
    public String asText() {
        return action() + (action().contains("?") ? "&as=yaml" : "?as=yaml");
    }

    /// What such a thing is, and what it looks at where that differs.
    public String about() {
        return shape.about();
    }

    /// Whether something else could be made instead.
    public boolean hasOthers() {
        return fresh() && form.hasChoice();
    }

    /// Where one comes back to without saving.
    public String back() {
        return switch (form.root()) {
            case "/monitors", "/services", "/locations", "/log-sources", "/pages" -> fresh() ? form.root() : path;
            case "/teams" -> "/people";
            default -> form.root();
        };
    }
}
