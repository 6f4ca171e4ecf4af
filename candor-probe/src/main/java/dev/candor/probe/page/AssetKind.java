package dev.candor.probe.page;

/// What a page wants with an asset; decides what must not come instead.
public enum AssetKind {
    SCRIPT("a script"),
    STYLE("a style sheet"),
    IMAGE("an image"),
    FONT("a font"),
    MEDIA("audio or video"),
    MANIFEST("a manifest"),
    /// Whatever a preload without a known kind asks for.
    OTHER("an asset");

    private final String words;

    AssetKind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
