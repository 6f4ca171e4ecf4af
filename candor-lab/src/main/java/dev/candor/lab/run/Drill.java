package dev.candor.lab.run;

import java.util.List;

/// A miniature of a system that failed, and how Candor is measured on it.
public interface Drill {
    /// As the catalogue has it: `D05`.
    String id();

    /// A few words for people.
    String about();

    /// Programs that must be installed and are not.
    List<String> missing();

    /// The runs it has; GUARDED where the prevention is part of the miniature.
    default List<Mode> modes() {
        return List.of(Mode.CONTROL, Mode.FAULT);
    }

    /// One run from start to end. Leaves nothing behind.
    ///
    /// @throws Exception when the miniature or Candor could not be started
    DrillResult run(Round round) throws Exception;
}
