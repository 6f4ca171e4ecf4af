package dev.candor.page;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The list of a snapshot's files with their hashes. Signing it signs every file.
///
/// @param host the page's own host name, for whoever serves it; empty when it has none
public record Manifest(String slug, long sequence, Instant renderedAt, Optional<String> host, List<Entry> files) {
    /// Path below the page's root.
    public static final String PATH = "manifest.json";

    /// A JSON object with `public_key` and `signature`, both Base64.
    public static final String SIGNATURE_PATH = "manifest.sig";

    private static final String FORMAT = "candor-page/1";
    private static final int MAX_FILES = 9_999;
    private static final long MAX_FILE = 8L << 20;
    private static final long MAX_TOTAL = 512L << 20;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+(?:; charset=utf-8)?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");

    /// @param size in bytes
    public record Entry(String path, String contentType, long size, String sha256) {}

    public Manifest {
        files = List.copyOf(files);
    }

    static Manifest of(PageModel page, List<SnapshotFile> files) {
        return new Manifest(
                page.slug(),
                page.sequence(),
                page.renderedAt(),
                Optional.ofNullable(page.url().getHost()).map(host -> host.toLowerCase(java.util.Locale.ROOT)),
                files.stream()
                        .map(file -> new Entry(file.path(), file.contentType(), file.identity().length, file.sha256()))
                        .toList());
    }

    /// The bytes that are signed.
    byte[] bytes() {
        List<@Nullable Object> list = files.stream()
                .<@Nullable Object>map(file -> Json.object(
                        "path",
                        file.path(),
                        "content_type",
                        file.contentType(),
                        "size",
                        file.size(),
                        "sha256",
                        file.sha256()))
                .toList();
        return Json.write(Json.object(
                        "format",
                        FORMAT,
                        "slug",
                        slug,
                        "sequence",
                        sequence,
                        "rendered_at",
                        renderedAt.toString(),
                        "host",
                        host.orElse(null),
                        "files",
                        list))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Empty when the bytes are no manifest, or name anything that may not be in a snapshot.
    static Optional<Manifest> parse(byte[] bytes) {
        try {
            Map<String, @Nullable Object> json = Json.parseObject(bytes);
            if (!FORMAT.equals(json.get("format"))
                    || !(json.get("slug") instanceof String slug)
                    || !PageModel.validSlug(slug)
                    || !(json.get("sequence") instanceof Long sequence)
                    || !(json.get("rendered_at") instanceof String renderedAt)
                    || !(json.get("files") instanceof List<?> list)
                    || list.size() > MAX_FILES) {
                return Optional.empty();
            }
            Optional<String> host = json.get("host") instanceof String name ? Optional.of(name) : Optional.empty();
            Optional<List<Entry>> files = entries(list);
            if (files.isEmpty()
                    || host.filter(name -> !HOST.matcher(name).matches()).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(new Manifest(slug, sequence, Instant.parse(renderedAt), host, files.get()));
        } catch (JsonException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<List<Entry>> entries(List<?> list) {
        var entries = new ArrayList<Entry>();
        var paths = new HashSet<String>();
        long total = 0;
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> file)
                    || !(file.get("path") instanceof String path)
                    || !SnapshotFile.validPath(path)
                    || !paths.add(path)
                    || !(file.get("content_type") instanceof String type)
                    || !TYPE.matcher(type).matches()
                    || !(file.get("size") instanceof Long size)
                    || size < 0
                    || size > MAX_FILE
                    || !(file.get("sha256") instanceof String sha256)
                    || !SHA_256.matcher(sha256).matches()) {
                return Optional.empty();
            }
            total += size;
            entries.add(new Entry(path, type, size, sha256));
        }
        return total > MAX_TOTAL ? Optional.empty() : Optional.of(entries);
    }
}
