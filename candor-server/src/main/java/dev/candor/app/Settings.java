package dev.candor.app;

import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Place;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.paging.channel.email.SmtpSettings;
import dev.candor.platform.http.ServerTls;
import dev.candor.platform.http.TrustedProxies;
import dev.candor.probe.net.AddressGuard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the operator of the process decides. From a YAML file and from `CANDOR_…` variables, which win; checked once,
/// at the start.
///
/// @param data folder of everything this process keeps
/// @param databaseUrl PostgreSQL; empty for SQLite in `data`
/// @param syslog where syslog is listened for, UDP and TCP; empty for nowhere
/// @param consoleUrl where people find the console, for links in messages; empty for the address listened on
/// @param tls our own certificates for console and pages; empty for plain HTTP behind a proxy
/// @param trustedProxies addresses and networks whose `X-Forwarded-…` headers are believed
/// @param watchService the service whose people on call hear that our own database is away; empty for nobody
/// @param canaryEvery how often a synthetic alert walks the whole chain
/// @param secretsKeys 64 hex digits each, the sealing one first; empty for the file `secrets.key` in `data`
public record Settings(
        Path data,
        Optional<String> databaseUrl,
        InetSocketAddress listen,
        InetSocketAddress pageListen,
        Optional<InetSocketAddress> syslog,
        Optional<URI> consoleUrl,
        Optional<URI> pagesUrl,
        Optional<SmtpSettings> smtp,
        List<String> networkAllow,
        List<ServerTls.Pair> tls,
        List<String> trustedProxies,
        Retention retention,
        List<String> secretsKeys,
        Optional<Path> pageDirectory,
        Log log,
        Optional<String> watchService,
        Duration canaryEvery,
        Optional<String> bootstrapToken) {
    /// @param level `error`, `warn`, `info`, `debug` or `trace`
    /// @param json one object a line instead of text
    public record Log(String level, boolean json) {}

    /// How long things are kept.
    public record Retention(Duration results, Duration rollups, Duration deliveries, Duration changes, Duration runs) {
        static final Retention USUAL = new Retention(
                Duration.ofDays(14),
                Duration.ofDays(365),
                Duration.ofDays(90),
                Duration.ofDays(365),
                Duration.ofDays(365));

        private static Retention read(Reading in) {
            return new Retention(
                    in.duration("results", USUAL.results, Duration.ofHours(1), Duration.ofDays(3650)),
                    in.duration("rollups", USUAL.rollups, Duration.ofDays(1), Duration.ofDays(3650)),
                    in.duration("deliveries", USUAL.deliveries, Duration.ofDays(1), Duration.ofDays(3650)),
                    in.duration("changes", USUAL.changes, Duration.ofDays(1), Duration.ofDays(3650)),
                    in.duration("runs", USUAL.runs, Duration.ofDays(1), Duration.ofDays(3650)));
        }
    }

    /// What the file and the variables gave; nothing starts unless `problems` is empty.
    public record Loaded(Settings settings, List<Problem> problems) {}

    /// @param file the settings file, if there is one
    /// @param flags what the command line said: `data`, `database-url`, `listen`, `page-listen`, `syslog`
    public static Loaded load(Optional<Path> file, Map<String, String> flags, Map<String, String> environment) {
        var problems = new ArrayList<Problem>();
        Node node =
                file.map(path -> read(path, environment, problems)).orElse(new Node.Empty(new Place("settings", 0)));
        Node merged = withVariables(node, flags, environment);
        Reading in = Reading.of(merged, "settings", problems, new ArrayList<>());
        Settings settings = of(in, environment);
        in.finish();
        return new Loaded(settings, problems.stream().map(Settings::inVariables).toList());
    }

    /// What is missing beside variables is missing as a variable.
    private static Problem inVariables(Problem problem) {
        if (!problem.place().file().startsWith(PREFIX) || !problem.message().equals("is missing")) {
            return problem;
        }
        String variable = PREFIX
                + problem.path()
                        .substring("settings.".length())
                        .replaceAll("[.-]", "_")
                        .toUpperCase(Locale.ROOT);
        return new Problem(
                problem.place(),
                problem.path(),
                "is missing: set " + variable + " too, or unset "
                        + problem.place().file());
    }

    private static Node read(Path path, Map<String, String> environment, List<Problem> problems) {
        try {
            return Nodes.yaml(String.valueOf(path.getFileName()), Files.readString(path), environment, problems);
        } catch (IOException failure) {
            problems.add(new Problem(new Place(path.toString(), 0), "", "cannot be read: " + failure));
            return new Node.Empty(new Place(path.toString(), 0));
        }
    }

    private static final String PREFIX = "CANDOR_";

    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("CANDOR_DATA", "data"),
            Map.entry("CANDOR_DATABASE_URL", "database-url"),
            Map.entry("CANDOR_LISTEN", "listen"),
            Map.entry("CANDOR_PAGE_LISTEN", "page-listen"),
            Map.entry("CANDOR_SYSLOG", "syslog"),
            Map.entry("CANDOR_CONSOLE_URL", "console-url"),
            Map.entry("CANDOR_PAGES_URL", "pages-url"),
            Map.entry("CANDOR_SECRETS_KEY", "secrets-key"),
            Map.entry("CANDOR_PAGE_DIRECTORY", "page-directory"),
            Map.entry("CANDOR_WATCH_SERVICE", "watch-service"),
            Map.entry("CANDOR_CANARY_EVERY", "canary-every"),
            Map.entry("CANDOR_LOG", "log"),
            Map.entry("CANDOR_LOG_FORMAT", "log-format"));

    private static Node withVariables(Node node, Map<String, String> flags, Map<String, String> environment) {
        var entries = new LinkedHashMap<String, Node>();
        if (node instanceof Node.Mapping mapping) {
            entries.putAll(mapping.entries());
        }
        VARIABLES.forEach((variable, key) -> {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                entries.put(key, scalar(variable, value));
            }
        });
        list("CANDOR_NETWORK_ALLOW", environment)
                .ifPresent(allow -> entries.put("network", new Node.Mapping(allow.place(), Map.of("allow", allow))));
        list("CANDOR_TRUSTED_PROXIES", environment).ifPresent(proxies -> entries.put("trusted-proxies", proxies));
        mapping("CANDOR_TLS_", List.of("certificate", "key"), environment).ifPresent(tls -> entries.put("tls", tls));
        mapping("CANDOR_SMTP_", List.of("host", "port", "user", "password", "from", "encryption"), environment)
                .ifPresent(smtp -> entries.put("smtp", smtp));
        mapping("CANDOR_RETENTION_", List.of("results", "rollups", "deliveries", "changes", "runs"), environment)
                .ifPresent(retention -> entries.put("retention", retention));
        flags.forEach((key, value) -> entries.put(key, scalar("--" + key, value)));
        return new Node.Mapping(node.place(), entries);
    }

    /// A list, its entries parted by commas.
    private static Optional<Node> list(String variable, Map<String, String> environment) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        var entries = new ArrayList<Node>();
        for (String entry : value.split(",")) {
            entries.add(scalar(variable, entry.strip()));
        }
        return Optional.of(new Node.Sequence(new Place(variable, 0), entries));
    }

    /// A mapping, each key in a variable of its own: `CANDOR_SMTP_HOST`.
    private static Optional<Node> mapping(String prefix, List<String> keys, Map<String, String> environment) {
        var entries = new LinkedHashMap<String, Node>();
        var variables = new ArrayList<String>();
        for (String key : keys) {
            String variable = prefix + key.toUpperCase(Locale.ROOT);
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                entries.put(key, scalar(variable, value));
                variables.add(variable);
            }
        }
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new Node.Mapping(new Place(String.join(", ", variables), 0), entries));
    }

    private static Node scalar(String from, String value) {
        return new Node.Scalar(new Place(from, 0), value, true);
    }

    private static Settings of(Reading in, Map<String, String> environment) {
        List<String> allow = in.inner("network", inner -> inner.texts("allow")).orElse(List.of());
        try {
            AddressGuard.allowing(allow);
        } catch (IllegalArgumentException wrong) {
            in.problem("network", String.valueOf(wrong.getMessage()));
            allow = List.of();
        }
        Optional<String> databaseUrl = in.optionalText("database-url");
        if (databaseUrl.isPresent() && !databaseUrl.get().matches("(jdbc:)?postgres(ql)?://.+")) {
            in.problem("database-url", "expected postgresql://host/database?user=…&password=…");
        }
        Optional<String> bootstrap =
                Optional.ofNullable(environment.get("CANDOR_BOOTSTRAP_TOKEN")).filter(token -> !token.isBlank());
        if (bootstrap.isPresent() && bootstrap.get().length() < 32) {
            in.problem(
                    "CANDOR_BOOTSTRAP_TOKEN",
                    "has " + bootstrap.get().length() + " characters, at least 32 are needed");
        }
        return new Settings(
                Path.of(in.text("data", "data")),
                databaseUrl,
                address(in, "listen", "127.0.0.1:8080"),
                address(in, "page-listen", "127.0.0.1:8081"),
                in.has("syslog") ? Optional.of(address(in, "syslog", "127.0.0.1:5514")) : Optional.empty(),
                in.url("console-url"),
                in.url("pages-url"),
                in.inner("smtp", Settings::smtp),
                allow,
                tls(in),
                trustedProxies(in),
                in.inner("retention", Retention::read).orElse(Retention.USUAL),
                in.texts("secrets-key"),
                in.optionalText("page-directory").map(Path::of),
                new Log(
                        in.oneOf("log", "info", "error", "warn", "info", "debug", "trace"),
                        in.oneOf("log-format", "text", "text", "json").equals("json")),
                in.optionalText("watch-service"),
                in.duration("canary-every", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofDays(1)),
                bootstrap);
    }

    /// One mapping, or a list of them when there are several names.
    private static List<ServerTls.Pair> tls(Reading in) {
        List<ServerTls.Pair> pairs = in.isList("tls")
                ? in.list("tls", Settings::pair)
                : in.inner("tls", Settings::pair).stream().toList();
        if (pairs.stream().anyMatch(Settings::incomplete)) {
            return List.of(); // what is missing was said
        }
        try {
            ServerTls.certificates(pairs);
        } catch (IllegalArgumentException wrong) {
            in.problem("tls", String.valueOf(wrong.getMessage()));
            return List.of();
        }
        return pairs;
    }

    private static ServerTls.Pair pair(Reading in) {
        return new ServerTls.Pair(Path.of(in.text("certificate")), Path.of(in.text("key")));
    }

    private static boolean incomplete(ServerTls.Pair pair) {
        return pair.certificate().toString().isEmpty() || pair.key().toString().isEmpty();
    }

    private static List<String> trustedProxies(Reading in) {
        List<String> proxies = in.texts("trusted-proxies");
        try {
            TrustedProxies.of(proxies);
            return proxies;
        } catch (IllegalArgumentException wrong) {
            in.problem("trusted-proxies", String.valueOf(wrong.getMessage()));
            return List.of();
        }
    }

    private static SmtpSettings smtp(Reading in) {
        return new SmtpSettings(
                in.text("host"),
                in.number("port", 587, 1, 65535),
                in.oneOf("encryption", "starttls", "none", "starttls", "tls"),
                in.text("user", ""),
                in.text("password", ""),
                in.text("from"));
    }

    private static InetSocketAddress address(Reading in, String key, String otherwise) {
        String text = in.text(key, otherwise);
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= 65535) {
                return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        in.problem(key, "expected HOST:PORT such as " + otherwise + ", found `" + text + "`");
        return InetSocketAddress.createUnresolved("127.0.0.1", 0);
    }
}
