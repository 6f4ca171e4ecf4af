package dev.candor.app.cli.say;

/// Why nothing was said, in words for whoever typed it.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String why) {
        super(why, null, false, false);
    }
}
