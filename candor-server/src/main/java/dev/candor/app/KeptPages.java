package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.page.PageServer;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.kit.Kit;
import dev.candor.platform.secret.SecretBox;
import dev.candor.tell.page.Publication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last pages on our own disk, `data/pages`: what readers see from the first moment of a start, whatever the
/// database is doing.
///
/// Beside each page's snapshots lies `shown`, sealed: how it was shown, and the key it was signed with. Only that key
/// is trusted when the page is read back. And `kit`, with which a person speaks on the page while no server runs
/// ({@link KeptKits}).
final class KeptPages {
    private static final Logger LOG = LoggerFactory.getLogger(KeptPages.class);
    private static final String SHOWN = "shown";
    private static final long LARGEST = 64 << 10;

    /// How a page is shown.
    ///
    /// @param host its own host name; empty for none
    /// @param first also under `/`
    record Shown(Optional<String> host, boolean first) {}

    private record Beside(Shown shown, String publicKey) {}

    private final Path root;
    private final SecretBox secrets;
    private final Map<String, Beside> known = new ConcurrentHashMap<>();
    private final SnapshotDirectory directory;
    private final KeptKits kits;

    KeptPages(Path root, SecretBox secrets) {
        this.root = root;
        this.secrets = secrets;
        this.directory = new SnapshotDirectory(root, this::trusts);
        this.kits = new KeptKits(root, secrets);
    }

    KeptKits kits() {
        return kits;
    }

    /// The highest number of a page in this folder, whoever wrote it.
    OptionalLong newest(String slug) {
        return directory.newest(slug);
    }

    private boolean trusts(String slug, String publicKey) {
        return beside(slug).filter(it -> it.publicKey().equals(publicKey)).isPresent();
    }

    /// Gives every page that is whole to `server`; the others are left out, and why is logged.
    ///
    /// @return how many there were
    int show(PageServer server) {
        int shown = 0;
        for (String slug : directory.slugs()) {
            Optional<Beside> beside = beside(slug);
            if (beside.isPresent() && directory.load(slug) instanceof Snapshot.Read.Whole whole) {
                server.publish(
                        whole.snapshot(),
                        beside.get().shown().host(),
                        beside.get().shown().first());
                shown++;
            } else {
                LOG.warn("The kept page {} is damaged or not ours: it is not shown until it is rendered anew", slug);
            }
        }
        return shown;
    }

    /// Keeps a page in place of the one before, and what is needed to go on with it by hand.
    ///
    /// @throws IOException when the disk refuses; the one before is then still there
    void keep(Publication publication) throws IOException {
        // Killed in between, the kit must know all that readers see: what it does not know it would take away.
        Files.createDirectories(root.resolve(publication.snapshot().slug()));
        kits.write(new Kit(publication.model(), publication.key(), List.of()));
        keep(publication.snapshot(), new Shown(publication.page().host(), publication.first()));
    }

    /// The page alone.
    void keep(Snapshot snapshot, Shown shown) throws IOException {
        if (directory.write(snapshot) instanceof SnapshotDirectory.Written.NotNewer(long present)
                && present > snapshot.sequence()) {
            directory.clear(snapshot.slug()); // of another past: the database was restored or is a new one
            directory.write(snapshot);
        }
        var now = new Beside(shown, snapshot.publicKey());
        if (!now.equals(known.get(snapshot.slug())) || !Files.exists(file(snapshot.slug()))) {
            Path draft = root.resolve(snapshot.slug()).resolve("." + SHOWN);
            Files.writeString(
                    draft,
                    secrets.seal(Json.write(Json.object(
                            "slug", snapshot.slug(),
                            "host", shown.host().orElse(null),
                            "first", shown.first(),
                            "key", snapshot.publicKey()))));
            Files.move(draft, file(snapshot.slug()), StandardCopyOption.ATOMIC_MOVE);
            known.put(snapshot.slug(), now);
        }
    }

    void remove(String slug) throws IOException {
        known.remove(slug);
        directory.remove(slug);
    }

    /// Names of the pages kept.
    Stream<String> slugs() {
        return directory.slugs().stream();
    }

    private Path file(String slug) {
        return root.resolve(slug).resolve(SHOWN);
    }

    private Optional<Beside> beside(String slug) {
        Beside there = known.get(slug);
        if (there != null) {
            return Optional.of(there);
        }
        Optional<Beside> read = read(slug);
        read.ifPresent(found -> known.put(slug, found));
        return read;
    }

    private Optional<Beside> read(String slug) {
        try {
            if (Files.size(file(slug)) > LARGEST) {
                return Optional.empty();
            }
            String text = Files.readString(file(slug), StandardCharsets.UTF_8);
            return SecretBox.isSealed(text) ? secrets.open(text).flatMap(opened -> of(slug, opened)) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static Optional<Beside> of(String slug, String opened) {
        try {
            Map<String, @Nullable Object> json = Json.parseObject(opened.getBytes(StandardCharsets.UTF_8));
            return slug.equals(json.get("slug")) && json.get("key") instanceof String key
                    ? Optional.of(new Beside(
                            new Shown(
                                    json.get("host") instanceof String host ? Optional.of(host) : Optional.empty(),
                                    Boolean.TRUE.equals(json.get("first"))),
                            key))
                    : Optional.empty();
        } catch (JsonException malformed) {
            return Optional.empty();
        }
    }
}
