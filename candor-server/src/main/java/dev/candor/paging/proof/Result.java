package dev.candor.paging.proof;

import java.time.Duration;
import java.util.List;

/// What came of rehearsing a rule: whether it says what it promises to say. Whom that reaches is another question.
public sealed interface Result {
    /// One piece of made-up evidence.
    ///
    /// @param what was made up, in words
    /// @param held whether the rule did what it should
    /// @param words what it did
    record Tried(String what, boolean held, String words) {}

    List<Tried> tried();

    /// It fires on bad evidence, is silent on good evidence, and recovers.
    ///
    /// @param firesAfter the slowest of its promises, from the first bad evidence
    record Fires(List<Tried> tried, Duration firesAfter) implements Result {}

    /// It would not.
    ///
    /// @param why in one sentence
    /// @param toDo the one thing to do about it
    record CannotFire(List<Tried> tried, String why, String toDo) implements Result {}

    /// Nothing can be said now.
    record Open(List<Tried> tried, String why, String toDo) implements Result {}

    /// The verdict over what was tried: the first that did not hold is the reason.
    static Result of(List<Tried> tried, Duration firesAfter, String toDo) {
        return tried.stream()
                .filter(one -> !one.held())
                .findFirst()
                .<Result>map(one -> new CannotFire(List.copyOf(tried), sentence(one), toDo))
                .orElseGet(() -> new Fires(List.copyOf(tried), firesAfter));
    }

    private static String sentence(Tried one) {
        String what = Character.toUpperCase(one.what().charAt(0)) + one.what().substring(1);
        return what + ": " + one.words();
    }
}
