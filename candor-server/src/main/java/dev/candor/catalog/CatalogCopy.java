package dev.candor.catalog;

import dev.candor.base.json.Json;
import dev.candor.platform.secret.SecretBox;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of the catalog, sealed, on our own disk: so that doors know their keys and people on call are known when
/// the database is away at the start.
///
/// A line that says which catalog it is ({@link CatalogStore.Mark}), then lines of up to 500 rows, each sealed with
/// that mark, its number and how many there are: lines of two copies never make one.
public final class CatalogCopy {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogCopy.class);
    private static final int ROWS = 500;
    private static final long LARGEST = 1L << 30;

    private final Path file;
    private final SecretBox secrets;

    /// @param file replaced as a whole, mode 0600
    public CatalogCopy(Path file, SecretBox secrets) {
        this.file = file;
        this.secrets = secrets;
    }

    /// Whether the copy is of this very catalog. Cheap: nothing is opened.
    boolean is(CatalogStore.Mark mark) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return text(mark).equals(in.readLine());
        } catch (IOException missing) {
            return false;
        }
    }

    /// Replaces the copy.
    ///
    /// @throws UncheckedIOException when the disk refuses; the copy before is then still there
    void write(List<CatalogStore.Stored> rows, CatalogStore.Mark mark) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            int lines = (rows.size() + ROWS - 1) / ROWS;
            try (BufferedWriter out = Files.newBufferedWriter(draft)) {
                out.write(text(mark) + "\n");
                for (int i = 0; i < lines; i++) {
                    List<CatalogStore.Stored> some = rows.subList(i * ROWS, Math.min(rows.size(), (i + 1) * ROWS));
                    out.write(secrets.seal(line(some, mark, i, lines)) + "\n");
                }
            }
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("the copy of the catalog", failure);
        }
    }

    /// The rows; empty when there is no copy, or it is not whole, or no key of ours opens it.
    Optional<List<CatalogStore.Stored>> read() {
        try {
            if (!Files.exists(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            return Optional.of(rows());
        } catch (IOException | RuntimeException damaged) {
            LOG.warn("The copy of the catalog cannot be read: {}", damaged.getMessage());
            return Optional.empty();
        }
    }

    private List<CatalogStore.Stored> rows() throws IOException {
        var rows = new ArrayList<CatalogStore.Stored>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String mark = in.readLine();
            long lines = 0;
            long number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String opened = (SecretBox.isSealed(line) ? secrets.open(line) : Optional.<String>empty())
                        .orElseThrow(() -> new IllegalArgumentException("no key of ours opens it, or it was changed"));
                var json = Json.parseObject(opened.getBytes(StandardCharsets.UTF_8));
                if (!String.valueOf(mark).equals(json.get("mark")) || number(json, "number") != number++) {
                    throw new IllegalArgumentException("its lines do not belong together");
                }
                lines = number(json, "lines");
                if (json.get("rows") instanceof List<?> list) {
                    list.forEach(row -> rows.add(stored(row)));
                }
            }
            if (lines != number || mark == null) {
                throw new IllegalArgumentException("it ends too early");
            }
        }
        return rows;
    }

    private static String text(CatalogStore.Mark mark) {
        return "catalog " + mark.rows() + " " + mark.changedAt() + " " + mark.changes();
    }

    private static String line(List<CatalogStore.Stored> rows, CatalogStore.Mark mark, int number, int lines) {
        List<@Nullable Object> list = new ArrayList<>();
        rows.forEach(row -> list.add(Json.object(
                "id", row.id().toString(),
                "kind", row.kind(),
                "name", row.name(),
                "document", row.document(),
                "source", row.source(),
                "created_at", row.createdAt().toEpochMilli(),
                "updated_at", row.updatedAt().toEpochMilli())));
        return Json.write(Json.object("mark", text(mark), "number", number, "lines", lines, "rows", list));
    }

    @SuppressWarnings("unchecked") // we wrote it
    private static CatalogStore.Stored stored(@Nullable Object row) {
        if (!(row instanceof Map<?, ?> map) || !(map.get("document") instanceof Map<?, ?> document)) {
            throw new IllegalArgumentException("it holds something that is no row");
        }
        var json = (Map<String, @Nullable Object>) map;
        return new CatalogStore.Stored(
                UUID.fromString(String.valueOf(json.get("id"))),
                String.valueOf(json.get("kind")),
                String.valueOf(json.get("name")),
                (Map<String, @Nullable Object>) document,
                String.valueOf(json.get("source")),
                Instant.ofEpochMilli(number(json, "created_at")),
                Instant.ofEpochMilli(number(json, "updated_at")));
    }

    private static long number(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof Number number ? number.longValue() : -1;
    }
}
