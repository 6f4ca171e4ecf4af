package dev.candor.learn.postmortem;

/// Another postmortem that says nearly the same.
///
/// @param whose `incident 7`, or the title of an imported one
/// @param percent of what either says that both say, 0 to 100
public record Likeness(String whose, int percent) {
    /// From here on somebody has to say that it is meant.
    public static final int WARN = 80;

    /// For people.
    public String words() {
        return percent == 100
                ? "This text is that of " + whose + ", word for word (100 %)."
                : "This text equals that of " + whose + " (" + percent + " %).";
    }
}
