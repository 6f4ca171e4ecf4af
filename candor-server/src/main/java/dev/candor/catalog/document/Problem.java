package dev.candor.catalog.document;

/// A mistake in a document: where, what was found, what would be right.
public record Problem(Place place, String path, String message) {
    @Override
    public String toString() {
        String text = place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
        return text.replaceAll("\\p{Cntrl}", "\uFFFD"); // what was found may be hostile to a terminal
    }
}
