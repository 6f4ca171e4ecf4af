package dev.candor.telemetry.format;

/// What became of a line. Everything but `HIT` is counted by reason and shown with one example.
public enum Parsed {
    /// A request; the `Hit` is filled.
    HIT("counted"),
    /// Well-formed, but about something else: a server's log message, a comment line.
    NOT_A_REQUEST("not about a request"),
    /// The line ends or breaks before its status.
    NO_STATUS("no status in the line"),
    BAD_TIME("the time cannot be read"),
    BROKEN_JSON("broken JSON"),
    UNKNOWN_FORMAT("not in a known format");

    private final String words;

    Parsed(String words) {
        this.words = words;
    }

    /// For operators: "17 lines: no status in the line".
    public String words() {
        return words;
    }
}
