package dev.candor.catalog.document;

/// A mistake in a document: where, what was found, what would be right.
public record Problem(Place place, String path, String message) {
    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
