package dev.candor.catalog.apply;

import dev.candor.base.text.Nearest;
import dev.candor.catalog.document.DocumentSet;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Place;
import dev.candor.catalog.document.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a configuration file, or all `*.yaml` and `*.yml` of a directory, and finds every mistake in it.
public final class ConfigFiles {
    /// A document as a file gives it. `source` is the file's name.
    public record Configured(String kind, String name, Node document, String source) {}

    /// What was read; nothing may be applied unless `problems` is empty.
    public record Loaded(List<Configured> documents, List<Problem> problems) {}

    private static final int FILES = 1_000;
    private static final long LARGEST_FILE = 5L << 20;

    private final Map<String, Kind<?>> kinds;

    public ConfigFiles(Map<String, Kind<?>> kinds) {
        this.kinds = kinds;
    }

    /// @param elsewhere documents that exist without these files: what was made in the console
    public Loaded read(Path fileOrFolder, Map<String, String> environment, List<Configured> elsewhere) {
        var texts = new LinkedHashMap<String, String>();
        var problems = new ArrayList<Problem>();
        try {
            for (Path file : files(fileOrFolder)) {
                text(file, problems).ifPresent(text -> texts.put(String.valueOf(file.getFileName()), text));
            }
        } catch (IOException failure) {
            problems.add(new Problem(new Place(fileOrFolder.toString(), 0), "", "cannot be read: " + failure));
        }
        if (texts.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem(new Place(fileOrFolder.toString(), 0), "", "holds no .yaml file"));
        }
        Loaded loaded = read(texts, environment, elsewhere);
        problems.addAll(loaded.problems());
        return new Loaded(loaded.documents(), List.copyOf(problems));
    }

    private static Optional<String> text(Path file, List<Problem> problems) {
        var place = new Place(String.valueOf(file.getFileName()), 0);
        try {
            if (Files.size(file) > LARGEST_FILE) {
                problems.add(new Problem(place, "", "is larger than 5 MiB"));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException binary) {
            problems.add(new Problem(place, "", "is not a text in UTF-8"));
        } catch (IOException failure) {
            problems.add(new Problem(place, "", "cannot be read: " + failure));
        }
        return Optional.empty();
    }

    private static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (var files = Files.list(fileOrFolder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .limit(FILES)
                    .toList();
        }
    }

    /// @param texts file name to YAML text
    public Loaded read(Map<String, String> texts, Map<String, String> environment, List<Configured> elsewhere) {
        var problems = new ArrayList<Problem>();
        var set = new DocumentSet(problems);
        elsewhere.forEach(document -> {
            Kind<?> kind = kinds.get(document.kind());
            if (kind != null) {
                set.known(kind, document.name(), document.document());
            }
        });
        var documents = new ArrayList<Configured>();
        var seen = new LinkedHashMap<String, Place>();
        var unread = new ArrayList<String>();
        texts.forEach((file, text) -> {
            int before = problems.size();
            if (Nodes.yaml(file, text, environment, problems) instanceof Node.Mapping top) {
                top.entries().forEach((plural, items) -> readKind(file, plural, items, documents, seen, problems, set));
            } else {
                unread.add(file);
                if (problems.size() == before) {
                    problems.add(new Problem(new Place(file, 1), "", "expected keys such as `monitors:`, found none"));
                }
            }
        });
        if (unread.isEmpty()) { // otherwise what is missing may just stand in the file that could not be read
            set.checkReferences();
        }
        return new Loaded(List.copyOf(documents), List.copyOf(problems));
    }

    private void readKind(
            String file,
            String plural,
            Node items,
            List<Configured> documents,
            Map<String, Place> seen,
            List<Problem> problems,
            DocumentSet set) {
        Kind<?> kind = kinds.get(plural);
        if (kind == null) {
            String meant = Nearest.of(plural, kinds.keySet())
                    .map(near -> " (did you mean `" + near + "`?)")
                    .orElse("");
            problems.add(new Problem(
                    items.place(),
                    "",
                    "unknown key `" + plural + "`" + meant + "; known keys: " + String.join(", ", kinds.keySet())));
            return;
        }
        if (items instanceof Node.Empty) {
            return;
        }
        if (!(items instanceof Node.Sequence sequence)) {
            problems.add(new Problem(
                    items.place(), plural, "expected a list (lines that start with `- `), found " + items.describe()));
            return;
        }
        for (Node item : sequence.items()) {
            String name = nameOf(item);
            String path = plural + "[" + name + "]";
            int earlier = problems.size();
            set.read(kind, name, item, path);
            LeftDots.report(
                    item,
                    path,
                    "holds dots where an export left a secret out: write the secret, or a variable like ${NAME}",
                    problems.subList(earlier, problems.size()));
            if (name.equals("?")) {
                continue; // that its name is missing was said
            }
            Place before = seen.putIfAbsent(plural + "/" + name, item.place());
            if (before != null) {
                problems.add(new Problem(item.place(), plural, "the name `" + name + "` stands already at " + before));
            } else {
                documents.add(new Configured(plural, name, item, file));
            }
        }
    }

    static String nameOf(Node item) {
        return item instanceof Node.Mapping mapping && mapping.entries().get("name") instanceof Node.Scalar name
                ? name.text()
                : "?";
    }
}
