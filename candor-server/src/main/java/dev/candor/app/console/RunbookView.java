package dev.candor.app.console;

import dev.candor.respond.runbook.Mitigation;
import java.util.List;

/// What screens about runbooks show.
public final class RunbookView {
    private RunbookView() {}

    /// A parameter as the form shows it.
    ///
    /// @param choices what may be chosen; empty where it is typed
    /// @param hint what is allowed, in words
    /// @param typed what was typed before
    public record Field(String name, String description, List<String> choices, String hint, String typed) {}

    /// A makeshift with the number of its run.
    public record Line(Mitigation mitigation, long run) {}
}
