package dev.candor.catalog;

import dev.candor.base.json.Json;
import dev.candor.catalog.Secrets.Part;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import dev.candor.platform.secret.SecretAddress;
import dev.candor.platform.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of the catalog. Values under secret keys are sealed before they are stored and opened when they are read.
public final class CatalogStore {
    /// The topic woken by every change.
    public static final String TOPIC = "catalog";

    private static final Logger LOG = LoggerFactory.getLogger(CatalogStore.class);

    /// A row as stored.
    public record Stored(
            UUID id,
            String kind,
            String name,
            Map<String, @Nullable Object> document,
            String source,
            Instant createdAt,
            Instant updatedAt) {}

    private final Map<String, Kind<?>> kinds = new LinkedHashMap<>();
    private final SecretBox secrets;

    public CatalogStore(List<Kind<?>> kinds, SecretBox secrets) {
        kinds.forEach(kind -> this.kinds.put(kind.plural(), kind));
        this.secrets = secrets;
    }

    public Map<String, Kind<?>> kinds() {
        return kinds;
    }

    public Catalog load(Tx tx) {
        return catalog(rows(tx));
    }

    /// What these rows configure. Rows of unknown kinds are left out.
    Catalog catalog(List<Stored> rows) {
        var byKind = new LinkedHashMap<String, Map<String, Item<?>>>();
        for (Stored row : rows) {
            Kind<?> kind = kinds.get(row.kind());
            if (kind != null) {
                byKind.computeIfAbsent(row.kind(), _ -> new LinkedHashMap<>()).put(row.name(), item(kind, row));
            }
        }
        return new Catalog(byKind);
    }

    private <T> Item<T> item(Kind<T> kind, Stored row) {
        var problems = new ArrayList<Problem>();
        Reading reading = Reading.of(
                Nodes.json("stored", opened(row.document())),
                row.kind() + "[" + row.name() + "]",
                problems,
                new ArrayList<>());
        T value = kind.reader().apply(reading);
        if (!problems.isEmpty()) {
            LOG.warn("A stored document has problems, its defaults are used: {}", problems.getFirst());
        }
        return new Item<>(row.id(), row.name(), value, row.source(), row.document(), row.createdAt(), row.updatedAt());
    }

    /// Differs from the one before whenever a row was made, changed or deleted: cheap to ask for, also with very
    /// many.
    /// (Two changes of one row within a millisecond look like one.)
    ///
    /// @param changedAt the last change, milliseconds of the epoch; 0 without rows
    /// @param changes the sum of all rows' times of change
    public record Mark(long rows, long changedAt, long changes) {}

    public Mark mark(Tx tx) {
        return tx.list("""
                        SELECT COUNT(*) AS documents, COALESCE(MAX(updated_at), 0) AS changed_at, \
                        CAST(COALESCE(SUM(updated_at), 0) AS BIGINT) AS changes FROM catalog""", row -> new Mark(row.number("documents"), row.number("changed_at"), row.number("changes")))
                .getFirst();
    }

    public List<Stored> rows(Tx tx) {
        return tx.list(
                "SELECT id, kind, name, document, source, created_at, updated_at FROM catalog ORDER BY kind, name LIMIT 150000",
                CatalogStore::stored);
    }

    /// Those of these documents with a secret that no key of ours opens: `channels[ops]`.
    List<String> unopenable(List<Stored> rows) {
        return rows.stream()
                .filter(row -> {
                    var closed = new AtomicBoolean();
                    var _ = Secrets.walk(row.document(), Part.OTHER, (_, text) -> noting(text, closed));
                    return closed.get();
                })
                .map(row -> row.kind() + "[" + row.name() + "]")
                .toList();
    }

    private String noting(String text, AtomicBoolean closed) {
        if (secrets.open(text).isEmpty()) {
            closed.set(true);
        }
        return text;
    }

    /// Makes or changes the document of this kind and name.
    public void save(Tx tx, UUID id, String kind, String name, Node document, String source, Instant now) {
        if (!(sealed(plain(Nodes.tree(document))) instanceof Map<?, ?> sealed)) {
            throw new IllegalArgumentException("a document is a mapping");
        }
        tx.update("""
                INSERT INTO catalog (id, kind, name, document, source, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (kind, name) DO UPDATE SET document = excluded.document, source = excluded.source, updated_at = excluded.updated_at
                """, id, kind, name, Json.write(sealed), source, now, now);
        tx.wake(TOPIC);
    }

    public boolean delete(Tx tx, String kind, String name) {
        tx.wake(TOPIC);
        return tx.update("DELETE FROM catalog WHERE kind = ? AND name = ?", kind, name) == 1;
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.uuid("id"),
                row.text("kind"),
                row.text("name"),
                Json.parseObject(row.text("document").getBytes(StandardCharsets.UTF_8)),
                row.text("source"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private @Nullable Object sealed(@Nullable Object tree) {
        return Secrets.walk(
                tree,
                Part.OTHER,
                (part, text) -> isSecret(part, text) && !SecretBox.isSealed(text) ? secrets.seal(text) : text);
    }

    private static boolean isSecret(Part part, String text) {
        return switch (part) {
            case SECRET -> true;
            case RECEIVER -> SecretAddress.maybeIn(text);
            case OTHER -> SecretAddress.isInside(text);
        };
    }

    /// As it is stored but for the sealing: a secret is a text, also one that looks like a number (`password:
    /// 12345`).
    public static @Nullable Object plain(@Nullable Object tree) {
        return Secrets.walk(tree, Part.OTHER, (_, text) -> text);
    }

    /// With its secrets in clear: for those who use them, never for a screen.
    public @Nullable Object opened(@Nullable Object tree) {
        return Secrets.walk(tree, Part.OTHER, (_, text) -> open(text));
    }

    private String open(String text) {
        return secrets.open(text).orElse("");
    }

    /// For screens and exports, as stored: secrets replaced by dots, also those inside an address.
    public @Nullable Object masked(@Nullable Object tree) {
        return hidden(opened(tree));
    }

    /// The same for a tree whose secrets are in clear.
    public static @Nullable Object hidden(@Nullable Object tree) {
        return Secrets.walk(tree, Part.OTHER, Secrets::hidden);
    }

    /// `edited`, as it came back from somebody who was shown `before` masked: dots mean "as it was". Dots that
    /// stand where no secret was stay, and are for {@link #hasDots} to find. They stay, too, when the document now
    /// names a place it did not name before: whoever may change an address must not have our secrets sent there.
    ///
    /// @param before as stored
    public @Nullable Object unmasked(@Nullable Object edited, @Nullable Object before) {
        Object open = opened(before);
        return Secrets.samePlaces(edited, open) ? restored(edited, open) : edited;
    }

    public static boolean hasDots(@Nullable Object tree) {
        return tree != null && Json.write(tree).contains(Secrets.DOTS);
    }

    private static @Nullable Object restored(@Nullable Object edited, @Nullable Object before) {
        if (edited != null && edited.equals(hiddenValue(before))) {
            return before;
        }
        return switch (edited) {
            case Map<?, ?> map -> {
                Map<?, ?> old = before instanceof Map<?, ?> former ? former : Map.of();
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> copy.put(
                        String.valueOf(key),
                        looksLike(old, String.valueOf(key), value) ? old.get(key) : restored(value, old.get(key))));
                yield copy;
            }
            case List<?> list -> restored(list, before instanceof List<?> former ? former : List.of());
            case null, default -> edited;
        };
    }

    /// Whether `value` is what was shown of what stood at `key`.
    private static boolean looksLike(Map<?, ?> old, String key, @Nullable Object value) {
        Part part = Secrets.part(old, key);
        return switch (part) {
            case SECRET -> Secrets.DOTS.equals(value) && old.get(key) != null;
            case RECEIVER ->
                value instanceof String text
                        && old.get(key) instanceof String was
                        && text.strip().equals(Secrets.hidden(part, was.strip()));
            case OTHER -> false;
        };
    }

    /// An item is the one at its place when that looked the same; otherwise the only one that did; otherwise the one at
    /// its place, where none came or went. Anything cleverer could hand a secret to somebody else.
    private static List<@Nullable Object> restored(List<?> edited, List<?> before) {
        var copy = new ArrayList<@Nullable Object>();
        for (int i = 0; i < edited.size(); i++) {
            Object item = edited.get(i);
            Object there = edited.size() == before.size() ? before.get(i) : null;
            Object old = there != null && Objects.equals(item, hiddenValue(there))
                    ? there
                    : onlyLookalike(item, before).orElse(there);
            copy.add(Secrets.DOTS.equals(item) && old instanceof String ? old : restored(item, old));
        }
        return copy;
    }

    private static Optional<Object> onlyLookalike(@Nullable Object item, List<?> before) {
        List<Object> alike = before.stream()
                .filter(one -> item != null && item.equals(hiddenValue(one)))
                .distinct()
                .map(Object.class::cast)
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }

    private static @Nullable Object hiddenValue(@Nullable Object value) {
        return value instanceof String text ? SecretAddress.hidden(text) : hidden(value);
    }
}
