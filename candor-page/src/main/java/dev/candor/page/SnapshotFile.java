package dev.candor.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// One finished file of a page.
///
/// @param path file name inside the snapshot: `index.html`, `api/v2/summary.json`. Never begins with a slash or has
/// dots as a whole segment
/// @param contentType as sent
/// @param identity the bytes, not compressed; treat as read-only
/// @param sha256 of the bytes, 64 hexadecimal digits; the ETag is made of it
public record SnapshotFile(String path, String contentType, byte[] identity, String sha256) {
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,5}");

    public SnapshotFile {
        if (!validPath(path)) {
            throw new IllegalArgumentException("not a path inside a snapshot: " + path);
        }
    }

    public static SnapshotFile of(String path, String contentType, byte[] identity) {
        return new SnapshotFile(path, contentType, identity, sha256(identity));
    }

    public static SnapshotFile text(String path, String contentType, String text) {
        return of(path, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static boolean validPath(String path) {
        return path.length() <= 300 && PATH.matcher(path).matches();
    }

    /// Where a browser finds it below the page's root: HTML loses its ending, the first page has none at all.
    public String urlPath() {
        if (path.equals("index.html")) {
            return "";
        }
        return path.endsWith(".html") ? path.substring(0, path.length() - ".html".length()) : path;
    }

    /// Without quotes.
    public String etag() {
        return sha256.substring(0, 20);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
