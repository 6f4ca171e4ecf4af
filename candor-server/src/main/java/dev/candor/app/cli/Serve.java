package dev.candor.app.cli;

import dev.candor.app.Candor;
import dev.candor.app.LogSetup;
import dev.candor.app.Settings;
import dev.candor.app.demo.DemoWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "The server: console, API, intake and public pages.",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Option(names = "--config", description = "Configuration to apply at the start: a YAML file or a folder of them.")
    @Nullable
    Path config;

    @Option(names = "--settings", description = "The operator's settings (YAML).")
    @Nullable
    Path settings;

    @Option(names = "--data", description = "Folder of everything this process keeps (default: data).")
    @Nullable
    String data;

    @Option(names = "--database-url", description = "PostgreSQL instead of the embedded database.")
    @Nullable
    String databaseUrl;

    @Option(
            names = "--listen",
            description = "Console, API, intake (default: 127.0.0.1:8080; port 0 picks a free one).")
    @Nullable
    String listen;

    @Option(names = "--page-listen", description = "Public pages (default: 127.0.0.1:8081).")
    @Nullable
    String pageListen;

    @Option(names = "--page-directory", description = "Also write every page snapshot into this folder.")
    @Nullable
    String pageDirectory;

    @Option(names = "--demo", description = "A believable demo world in a data folder of its own.")
    boolean demo;

    @Override
    public Integer call() throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        var flags = new LinkedHashMap<String, String>();
        put(flags, "data", data);
        put(flags, "database-url", databaseUrl);
        put(flags, "listen", listen);
        put(flags, "page-listen", pageListen);
        put(flags, "page-directory", pageDirectory);
        Optional<DemoWorld> world = demo ? Optional.of(DemoWorld.open()) : Optional.empty();
        world.ifPresent(open -> {
            flags.putIfAbsent("data", "data/demo");
            environment.putAll(open.environment());
        });
        Settings.Loaded loaded = Settings.load(Optional.ofNullable(settings), flags, environment);
        if (!loaded.problems().isEmpty()) {
            loaded.problems().forEach(problem -> System.err.println(problem));
            return 2;
        }
        LogSetup.apply(loaded.settings().log());
        var candor = new Candor(loaded.settings());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            candor.close();
            world.ifPresent(DemoWorld::close);
            stopped.countDown();
        }));
        Map<String, String> texts = world.isPresent() ? world.get().configuration() : ConfigTexts.read(config);
        if (!texts.isEmpty() && !applied(candor, texts, environment)) {
            return 2;
        }
        world.ifPresent(open -> open.settle(candor));
        candor.start();
        System.out.println("console URL  " + candor.consoleUrl());
        System.out.println("pages URL    " + candor.pagesUrl());
        candor.firstLogin()
                .ifPresent(login ->
                        System.out.println("login        " + login + "   (shown once; change it under your name)"));
        world.ifPresent(open -> System.out.println("demo site    " + open.siteUrl()));
        System.out.flush();
        writeAddresses(loaded.settings().data(), candor);
        stopped.await();
        return 0;
    }

    private static boolean applied(Candor candor, Map<String, String> texts, Map<String, String> environment) {
        var outcome = candor.applying().files(texts, environment, false, "candor");
        outcome.problems().forEach(problem -> System.err.println(problem));
        return outcome.problems().isEmpty();
    }

    /// So that scripts find a process that picked its own ports.
    private static void writeAddresses(Path data, Candor candor) throws IOException {
        Files.writeString(
                data.resolve("addresses"), "console " + candor.consoleUrl() + "\npages " + candor.pagesUrl() + "\n");
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
