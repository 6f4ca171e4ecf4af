package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A log and the files it was before, in the order in which they were last written: `access.log.1`,
/// `access.log-20260302`, `access-20260302.log`, packed or not.
final class Rotations {
    private static final int MOST = 1000;

    private static final List<String> PACKED = List.of(".gz", ".bz2", ".xz", ".zst", ".zip");

    private final Path log;
    private final String name;
    private final Pattern rotated;

    Rotations(Path log) {
        this.log = log;
        this.name = String.valueOf(log.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String end = dot > 0 ? name.substring(dot) : "";
        String number = "[.-](?:[0-9][0-9_.:T-]*|old|prev)";
        String date = "[.-][0-9]{8}[0-9_.:T-]*"; // `access-2.log` and `access-8080.log` are logs of their own
        String packed =
                "(?:" + String.join("|", PACKED.stream().map(Pattern::quote).toList()) + ")?";
        this.rotated = Pattern.compile("(?:" + Pattern.quote(name) + number + "|" + Pattern.quote(stem) + date
                + Pattern.quote(end) + ")" + packed);
    }

    /// @param key what the file system calls the file, whatever its name: its inode
    /// @param packed whether somebody has packed it, so that its lines cannot be read any more
    /// @param made when the file was made, where the file system knows; else when it was last written
    record File(Path path, String key, FileTime written, FileTime made, boolean packed) {
        /// Tells it from a later file with the same inode.
        String identity() {
            return key + "@" + made.toMillis();
        }

        /// When it was made, in milliseconds since 1970; 0 when the file system may not know and says when it was last
        /// written instead.
        long madeMillis() {
            return made.toMillis() < written.toMillis() ? made.toMillis() : 0;
        }

        /// Packing it has not ended: what it is packed from stands beside it.
        private boolean isBeingPacked() {
            String whole = path.toString();
            return packed && Files.exists(Path.of(whole.substring(0, whole.lastIndexOf('.'))));
        }

        /// The same file under the name it has itself, where `path` is a link; empty when the link is gone again.
        Optional<File> real() {
            try {
                return at(path.toRealPath()).filter(found -> found.key().equals(key));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }

        /// Empty when it is gone again.
        String realPath() {
            return real().map(own -> own.path().toString()).orElse("");
        }
    }

    /// @return empty when there is none at that path
    static Optional<File> at(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            String name = String.valueOf(path.getFileName());
            return Optional.of(new File(
                    path,
                    key == null ? path.toString() : key.toString(),
                    attributes.lastModifiedTime(),
                    attributes.creationTime(),
                    PACKED.stream().anyMatch(name::endsWith)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// The file of this key, under whatever name.
    ///
    /// @param real where it stood itself when the log was a link to it; empty when not known
    Optional<File> find(String key, String real) {
        return at(log).filter(file -> file.key().equals(key))
                .or(() -> all().stream().filter(file -> file.key().equals(key)).findFirst())
                .or(() -> real.isEmpty() || real.equals(log.toString())
                        ? Optional.empty()
                        : new Rotations(Path.of(real)).find(key, ""));
    }

    /// All that were written after `time`, the oldest first; of those written in the very same moment the ones that can
    /// be read. The log itself is the last of them, and there whenever it exists.
    List<File> after(FileTime time) {
        Optional<File> present = at(log);
        var files = new ArrayList<>(all().stream()
                .filter(file -> file.packed()
                        ? file.written().compareTo(time) > 0
                        : file.written().compareTo(time) >= 0)
                .filter(file -> !file.isBeingPacked())
                .filter(file ->
                        present.filter(now -> now.key().equals(file.key())).isEmpty())
                .toList());
        present.ifPresent(files::add);
        return files;
    }

    /// What was packed and written last at `time` or after it, the oldest first.
    List<File> packedFrom(FileTime time) {
        return all().stream()
                .filter(file -> file.packed() && file.written().compareTo(time) >= 0 && !file.isBeingPacked())
                .toList();
    }

    private boolean isOne(String other) {
        return other.equals(name) || rotated.matcher(other).matches();
    }

    private List<File> all() {
        Path folder = log.toAbsolutePath().getParent();
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> siblings = Files.list(folder)) {
            return siblings.filter(sibling -> isOne(String.valueOf(sibling.getFileName())))
                    .limit(MOST)
                    .filter(Files::isRegularFile)
                    .flatMap(sibling -> at(sibling).stream())
                    .sorted(Comparator.comparing(File::written))
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
