package dev.candor.base.text;

/// The beginning of a text that says most of it: for titles and lists. The rest is for who reads on.
public final class FirstSentence {
    /// Texts up to this many characters are short enough as they are.
    private static final int SHORT = 110;

    private FirstSentence() {}

    /// The first sentence of a long text, without its full stop; a short text as it is.
    public static String of(String text) {
        int end = text.length() <= SHORT ? -1 : text.indexOf(". ");
        return end <= 0 ? text : text.substring(0, end);
    }

    /// What follows the first sentence; empty when nothing does.
    public static String rest(String text) {
        String first = of(text);
        return first.length() == text.length() ? "" : text.substring(first.length() + 2);
    }
}
