package dev.candor.learn.history;

/// The layouts of history text that Candor reads.
public enum Form {
    /// The text of one or more incident pages of a Statuspage site ("Incident Report for ...").
    STATUSPAGE("Statuspage page"),
    /// The text of an aggregator's history of one vendor (`Report: "..."`, then phases, newest first).
    AGGREGATOR("aggregator history"),
    /// A log of items headed `August 26: Title (05:30EST):`, one after the other.
    INFRA_LOG("infrastructure log"),
    /// None of these.
    UNKNOWN("unknown form");

    private final String words;

    Form(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }
}
