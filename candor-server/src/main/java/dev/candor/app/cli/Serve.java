package dev.candor.app.cli;

import dev.candor.app.Candor;
import dev.candor.app.LogSetup;
import dev.candor.app.Settings;
import dev.candor.app.demo.DemoWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "The server: console, API, intake and public pages.",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);

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

    @Option(names = "--syslog", description = "Access logs by syslog, UDP and TCP (default: nowhere).")
    @Nullable
    String syslog;

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
        put(flags, "syslog", syslog);
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
        Map<String, String> texts = world.isPresent() ? world.get().configuration() : ConfigTexts.read(config);
        var candor = new Candor(loaded.settings());
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            candor.close();
            world.ifPresent(DemoWorld::close);
            ended.countDown();
        }));
        var started = new AtomicBoolean();
        var refused = new AtomicBoolean();
        candor.prepare(() -> {
            if (!texts.isEmpty() && !applied(candor, texts, environment)) {
                refused.set(true);
                if (started.get()) {
                    LOG.error("The configuration has mistakes and was not applied: what was stored before stands");
                }
            } else {
                world.ifPresent(open -> open.settle(candor));
            }
        });
        if (refused.get()) {
            return 2;
        }
        started.set(true);
        candor.start();
        world.ifPresent(open -> open.visit(candor));
        System.out.println("console URL  " + candor.consoleUrl());
        System.out.println("pages URL    " + candor.pagesUrl());
        candor.detect().telemetry().syslog().ifPresent(address -> System.out.println("syslog       " + words(address)));
        world.ifPresent(open -> System.out.println("demo site    " + open.siteUrl()));
        System.out.flush();
        writeAddresses(loaded.settings().data(), candor);
        var failure = new AtomicReference<Throwable>();
        var _ = candor.arrived().whenComplete((_, hopeless) -> {
            candor.firstLogin().ifPresent(Serve::sayLogin);
            if (hopeless != null) {
                failure.set(hopeless);
                ended.countDown();
            }
        });
        ended.await();
        return failure.get() instanceof Exception hopeless
                ? Failures.report(hopeless, new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                : 0;
    }

    private static String words(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static void sayLogin(String login) {
        System.out.println("login        " + login + "   (shown once; change it under your name)");
        System.out.flush();
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
