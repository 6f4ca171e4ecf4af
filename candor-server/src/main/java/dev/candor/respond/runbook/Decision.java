package dev.candor.respond.runbook;

import java.util.List;
import java.util.Optional;

/// What is to be done about a run now.
///
/// @param next how it stands afterwards
/// @param notes what happened, for the journal
/// @param effect done to the world after `next` is stored as an intent
/// @param said done in the same transaction: words, planned work
/// @param before what was seen right before the effect
record Decision(Run next, List<Note> notes, Optional<Effect> effect, Optional<Action> said, Before before) {
    /// What was seen right before an effect.
    ///
    /// @param words the whole pool, for people
    /// @param was the server that is set; empty where none is
    record Before(String words, Optional<Run.Was> was) {
        static final Before NOTHING = new Before("", Optional.empty());
    }

    /// @param kind a stable word: `run.step`, `run.drift`
    /// @param by who; empty for Candor itself
    record Note(String kind, String text, String by) {
        Note(String kind, String text) {
            this(kind, text, "");
        }
    }

    static Decision to(Run next, Note... notes) {
        return new Decision(next, List.of(notes), Optional.empty(), Optional.empty(), Before.NOTHING);
    }
}
