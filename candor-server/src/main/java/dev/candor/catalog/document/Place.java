package dev.candor.catalog.document;

/// Where something stands: a file and its line (from 1), or a part of a request (`body`, line 0).
public record Place(String file, int line) {
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
