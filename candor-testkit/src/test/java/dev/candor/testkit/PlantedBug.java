package dev.candor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import javax.tools.ToolProvider;

/// The product with one mistake in it: copies of a few source files, changed by name, compiled aside and loaded before
/// the real classes.
/// The product itself knows nothing of it.
final class PlantedBug {
    private record Change(String file, String from, String to) {}

    private final String name;
    private final List<Change> changes = new ArrayList<>();

    PlantedBug(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /// In `file` (below `dev/candor`), `from` becomes `to`. When `from` does not stand there exactly once the test
    /// fails: the product has moved on.
    PlantedBug change(String file, String from, String to) {
        changes.add(new Change(file, from, to));
        return this;
    }

    /// A run of the seed in the broken product.
    @SuppressWarnings("unchecked") // SeedRun is one, in another class loader
    LongFunction<String[]> plant(Template template) {
        try {
            Path classes = compile();
            deleteAtTheEnd(Objects.requireNonNull(classes.getParent()));
            var urls = new ArrayList<URL>();
            urls.add(classes.toUri().toURL());
            for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            var loader = new BrokenFirst(urls.toArray(URL[]::new));
            var run = (LongFunction<String[]>) loader.loadClass(SeedRun.class.getName())
                    .getConstructor(Path.class, Path.class)
                    .newInstance(template.ledger(), template.results());
            return seed -> {
                // The templates' engine finds classes of ours through the thread.
                Thread.currentThread().setContextClassLoader(loader);
                return run.apply(seed);
            };
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException failure) {
            throw new IllegalStateException(name, failure);
        }
    }

    /// When the JVM ends: classes are loaded from there until then.
    private static void deleteAtTheEnd(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.forEach(file -> file.toFile().deleteOnExit()); // the last named goes first
        }
    }

    private Path compile() throws IOException {
        Path folder = Files.createTempDirectory("candor-planted");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var arguments = new ArrayList<String>(List.of(
                "-proc:none",
                "-nowarn",
                "--release",
                "25",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        for (Map.Entry<String, String> broken : broken().entrySet()) {
            Path source = folder.resolve("dev/candor").resolve(broken.getKey());
            Files.createDirectories(source.getParent());
            Files.writeString(source, broken.getValue());
            arguments.add(source.toString());
        }
        if (changes.isEmpty()) {
            return classes; // the sound product, loaded the same way
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, System.out, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("the planted bug does not compile: " + name);
        }
        return classes;
    }

    private Map<String, String> broken() throws IOException {
        Path sources = Path.of(System.getProperty("candor.root"), "candor-server/src/main/java/dev/candor");
        var texts = new LinkedHashMap<String, String>();
        for (Change change : changes) {
            String text = texts.containsKey(change.file())
                    ? texts.get(change.file())
                    : Files.readString(sources.resolve(change.file()));
            int at = text.indexOf(change.from());
            if (at < 0 || text.indexOf(change.from(), at + 1) >= 0) {
                throw new IllegalStateException(
                        "\"" + name + "\" cannot be planted any more: this must stand exactly once in " + change.file()
                                + ":\n" + change.from());
            }
            texts.put(
                    change.file(),
                    text.substring(0, at)
                            + change.to()
                            + text.substring(at + change.from().length()));
        }
        return texts;
    }

    /// Everything of ours anew, the broken classes first, and the templates' engine, which loads classes of ours; other
    /// libraries as everybody has them.
    private static final class BrokenFirst extends URLClassLoader {
        BrokenFirst(URL[] urls) {
            super(urls, BrokenFirst.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(className)) {
                Class<?> known = findLoadedClass(className);
                if (known == null) {
                    known = className.startsWith("dev.candor.") || className.startsWith("gg.jte.")
                            ? findClass(className)
                            : super.loadClass(className, false);
                }
                return known;
            }
        }
    }
}
