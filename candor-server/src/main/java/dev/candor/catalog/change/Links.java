package dev.candor.catalog.change;

/// Addresses that foreign systems want to be linked to.
public final class Links {
    private Links() {}

    /// The address if a person can be sent there: `http` or `https`, without blanks and not too long; empty otherwise.
    public static String safe(String href) {
        return href.length() <= ChangeEvent.LONGEST_LINK && href.matches("(?i)https?://[^\\s\\p{Cntrl}\"'<>]+")
                ? href
                : "";
    }
}
