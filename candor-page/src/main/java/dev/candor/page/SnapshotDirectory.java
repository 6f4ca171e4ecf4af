package dev.candor.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots of many pages on disk: `{root}/{slug}/{sequence}/...`, and `{root}/{slug}/current`, a link to the newest
/// complete one. Any web server can serve `current` (`try_files $uri $uri.html $uri/index.html`).
///
/// Every file is written, forced to the disk and renamed into place; the link moves last. A crash leaves the old page
/// or the new one, never half of each. Files that did not change are hard links. Used by one thread at a time.
public final class SnapshotDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectory.class);
    private static final String CURRENT = "current";
    private static final long MAX_MANIFEST = 4L << 20;
    private static final int KEPT = 2;

    private final Path root;
    private final Trust trust;

    /// @param trust whose signatures are read back
    public SnapshotDirectory(Path root, Trust trust) {
        this.root = root;
        this.trust = trust;
    }

    /// What writing came to.
    public sealed interface Written {
        record Done(Path directory) implements Written {}

        /// There is one with this sequence or a later one already.
        record NotNewer(long present) implements Written {}
    }

    /// @throws IOException when the disk refuses; the page on it is then as it was
    public Written write(Snapshot snapshot) throws IOException {
        Path home = root.resolve(snapshot.slug());
        long present = sequences(home).stream().max(Comparator.naturalOrder()).orElse(-1L);
        if (present >= snapshot.sequence()) {
            return new Written.NotNewer(present);
        }
        Path target = home.resolve(Long.toString(snapshot.sequence()));
        Path draft = home.resolve(".draft");
        delete(draft);
        Files.createDirectories(draft);
        Map<String, String> before = hashes(home.resolve(Long.toString(present)));
        Path old = home.resolve(Long.toString(present));
        for (SnapshotFile file : snapshot.files()) {
            Path to = draft.resolve(file.path());
            Files.createDirectories(to.getParent());
            if (!file.sha256().equals(before.get(file.path())) || !linked(old.resolve(file.path()), to)) {
                force(to, file.identity());
            }
        }
        force(draft.resolve(Manifest.SIGNATURE_PATH), snapshot.signatureFile());
        force(draft.resolve(Manifest.PATH), snapshot.manifest());
        try (Stream<Path> all = Files.walk(draft)) {
            for (Path directory : all.filter(Files::isDirectory).toList()) {
                forceDirectory(directory);
            }
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(home);
        point(home, target);
        forget(home, snapshot.sequence());
        return new Written.Done(target);
    }

    /// The newest page of this name that is complete and signed with a trusted key. A damaged one is passed over for
    /// the one before it.
    public Snapshot.Read load(String slug) {
        if (!PageModel.validSlug(slug)) {
            return new Snapshot.Read.Absent();
        }
        Path home = root.resolve(slug);
        Snapshot.Read worst = new Snapshot.Read.Absent();
        for (long sequence :
                sequences(home).stream().sorted(Comparator.reverseOrder()).toList()) {
            Snapshot.Read read = read(home.resolve(Long.toString(sequence)), trust);
            if (read instanceof Snapshot.Read.Whole whole
                    && whole.snapshot().slug().equals(slug)
                    && whole.snapshot().sequence() == sequence) {
                return read;
            }
            if (read instanceof Snapshot.Read.Refused refused) {
                LOG.warn("snapshot {} of page {} is not served: {}", sequence, slug, refused.why());
                worst = read;
            }
        }
        return worst;
    }

    /// What has the highest number of a page: unlike `load` it passes over nothing that is damaged or half written.
    ///
    /// @throws IOException when it cannot be found out what there is
    public Snapshot.Read latest(String slug) throws IOException {
        Path home = root.resolve(slug);
        if (!PageModel.validSlug(slug) || !Files.isDirectory(home)) {
            return new Snapshot.Read.Absent();
        }
        OptionalLong highest = listed(home).stream().mapToLong(Long::longValue).max();
        if (highest.isEmpty()) {
            return new Snapshot.Read.Absent();
        }
        return switch (read(home.resolve(Long.toString(highest.getAsLong())), trust)) {
            case Snapshot.Read.Absent() -> new Snapshot.Read.Refused("it has no list of its files");
            case Snapshot.Read.Whole(Snapshot there)
            when !there.slug().equals(slug) || there.sequence() != highest.getAsLong() ->
                new Snapshot.Read.Refused("it is number " + there.sequence() + " of the page " + there.slug());
            case Snapshot.Read other -> other;
        };
    }

    /// The highest number there is of a page, whole or not; empty when there is none.
    public OptionalLong newest(String slug) {
        return PageModel.validSlug(slug)
                ? sequences(root.resolve(slug)).stream()
                        .mapToLong(Long::longValue)
                        .max()
                : OptionalLong.empty();
    }

    /// Takes a page away with all its snapshots. Nothing happens when there is none.
    ///
    /// @throws IOException when the disk refuses; a part may be gone then
    public void remove(String slug) throws IOException {
        if (PageModel.validSlug(slug)) {
            delete(root.resolve(slug));
        }
    }

    /// Takes all snapshots of a page away, and nothing that lies beside them.
    ///
    /// @throws IOException when the disk refuses; a part may be gone then
    public void clear(String slug) throws IOException {
        if (PageModel.validSlug(slug)) {
            Path home = root.resolve(slug);
            Files.deleteIfExists(home.resolve(CURRENT));
            for (long sequence : sequences(home)) {
                delete(home.resolve(Long.toString(sequence)));
            }
        }
    }

    /// Names of the pages there are, sorted.
    public List<String> slugs() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(PageModel::validSlug)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            LOG.warn("cannot list {}: {}", root, unreadable.getMessage());
            return List.of();
        }
    }

    /// Reads one directory that holds a snapshot itself, as a copy made with any tool does.
    static Snapshot.Read read(Path directory, Trust trust) {
        Path manifest = directory.resolve(Manifest.PATH);
        Path signature = directory.resolve(Manifest.SIGNATURE_PATH);
        if (!Files.isRegularFile(manifest)) {
            return new Snapshot.Read.Absent();
        }
        Optional<byte[]> list = bytes(manifest, MAX_MANIFEST);
        Optional<byte[]> signed = bytes(signature, MAX_MANIFEST);
        Optional<Snapshot.Promise> promise =
                list.flatMap(text -> signed.flatMap(proof -> Snapshot.promise(text, proof, trust)));
        return promise.<Snapshot.Read>map(
                        found -> found.read(entry -> bytes(directory.resolve(entry.path()), entry.size())))
                .orElseGet(() -> new Snapshot.Read.Refused("not signed by a key that is trusted"));
    }

    private static Optional<byte[]> bytes(Path file, long limit) {
        try {
            return Files.size(file) > limit ? Optional.empty() : Optional.of(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static List<Long> sequences(Path home) {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try {
            return listed(home);
        } catch (IOException unreadable) {
            LOG.warn("cannot list {}: {}", home, unreadable.getMessage());
            return List.of();
        }
    }

    private static List<Long> listed(Path home) throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            return entries.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,18}"))
                    .map(Long::parseLong)
                    .toList();
        } catch (UncheckedIOException midway) {
            throw new IOException(midway.getMessage(), midway);
        }
    }

    /// Hashes of the previous snapshot, to link what did not change. What is wrong on the disk is found by `load`.
    private static Map<String, String> hashes(Path directory) {
        var hashes = new HashMap<String, String>();
        bytes(directory.resolve(Manifest.PATH), MAX_MANIFEST)
                .flatMap(Manifest::parse)
                .ifPresent(manifest -> manifest.files().forEach(file -> hashes.put(file.path(), file.sha256())));
        return hashes;
    }

    private static boolean linked(Path from, Path to) {
        try {
            Files.createLink(to, from);
            return true;
        } catch (IOException | UnsupportedOperationException impossible) {
            return false; // then it is written like any other
        }
    }

    private static void force(Path to, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void point(Path home, Path target) throws IOException {
        Path fresh = home.resolve(".next");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, target.getFileName());
        Files.move(fresh, home.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(home);
    }

    private static void forget(Path home, long newest) throws IOException {
        List<Long> old = new ArrayList<>(sequences(home));
        old.sort(Comparator.reverseOrder());
        for (long sequence : old.subList(Math.min(KEPT, old.size()), old.size())) {
            if (sequence != newest) {
                delete(home.resolve(Long.toString(sequence)));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
