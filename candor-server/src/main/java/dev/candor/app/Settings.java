package dev.candor.app;

import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.paging.channel.email.SmtpSettings;
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
import java.util.Map;
import java.util.Optional;

/// What the operator of the process decides. From a YAML file and from `CANDOR_…` variables, which win; checked once,
/// at the start.
///
/// @param data folder of everything this process keeps
/// @param databaseUrl PostgreSQL; empty for SQLite in `data`
/// @param consoleUrl where people find the console, for links in messages; empty for the address listened on
/// @param secretsKeys 64 hex digits each, the sealing one first; empty for the file `secrets.key` in `data`
public record Settings(
        Path data,
        Optional<String> databaseUrl,
        InetSocketAddress listen,
        InetSocketAddress pageListen,
        Optional<URI> consoleUrl,
        Optional<URI> pagesUrl,
        Optional<SmtpSettings> smtp,
        List<String> networkAllow,
        List<String> trustedProxies,
        Retention retention,
        List<String> secretsKeys,
        Optional<Path> pageDirectory,
        Optional<String> bootstrapToken) {
    /// How long things are kept.
    public record Retention(Duration results, Duration rollups, Duration deliveries) {
        static final Retention USUAL = new Retention(Duration.ofDays(14), Duration.ofDays(365), Duration.ofDays(90));

        private static Retention read(Reading in) {
            return new Retention(
                    in.duration("results", USUAL.results, Duration.ofHours(1), Duration.ofDays(3650)),
                    in.duration("rollups", USUAL.rollups, Duration.ofDays(1), Duration.ofDays(3650)),
                    in.duration("deliveries", USUAL.deliveries, Duration.ofDays(1), Duration.ofDays(3650)));
        }
    }

    /// What the file and the variables gave; nothing starts unless `problems` is empty.
    public record Loaded(Settings settings, List<Problem> problems) {}

    /// @param file the settings file, if there is one
    /// @param flags what the command line said: `data`, `database-url`, `listen`, `page-listen`
    public static Loaded load(Optional<Path> file, Map<String, String> flags, Map<String, String> environment) {
        var problems = new ArrayList<Problem>();
        Node node = file.map(path -> read(path, environment, problems))
                .orElse(new Node.Empty(new dev.candor.catalog.document.Place("settings", 0)));
        Node merged = withVariables(node, flags, environment);
        Reading in = Reading.of(merged, "settings", problems, new ArrayList<>());
        Settings settings = of(in, environment);
        in.finish();
        return new Loaded(settings, List.copyOf(problems));
    }

    private static Node read(Path path, Map<String, String> environment, List<Problem> problems) {
        try {
            return Nodes.yaml(String.valueOf(path.getFileName()), Files.readString(path), environment, problems);
        } catch (IOException failure) {
            problems.add(new Problem(
                    new dev.candor.catalog.document.Place(path.toString(), 0), "", "cannot be read: " + failure));
            return new Node.Empty(new dev.candor.catalog.document.Place(path.toString(), 0));
        }
    }

    private static final Map<String, String> VARIABLES = Map.of(
            "CANDOR_DATA", "data",
            "CANDOR_DATABASE_URL", "database-url",
            "CANDOR_LISTEN", "listen",
            "CANDOR_PAGE_LISTEN", "page-listen",
            "CANDOR_CONSOLE_URL", "console-url",
            "CANDOR_PAGES_URL", "pages-url",
            "CANDOR_SECRETS_KEY", "secrets-key",
            "CANDOR_PAGE_DIRECTORY", "page-directory");

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
        smtpFromVariables(environment).ifPresent(smtp -> entries.put("smtp", smtp));
        String allow = environment.get("CANDOR_NETWORK_ALLOW");
        if (allow != null && !allow.isBlank()) {
            var place = new dev.candor.catalog.document.Place("CANDOR_NETWORK_ALLOW", 0);
            var list = new ArrayList<Node>();
            for (String entry : allow.split(",")) {
                list.add(new Node.Scalar(place, entry.strip(), true));
            }
            entries.put("network", new Node.Mapping(place, Map.of("allow", new Node.Sequence(place, list))));
        }
        flags.forEach((key, value) -> entries.put(key, scalar("--" + key, value)));
        return new Node.Mapping(node.place(), entries);
    }

    private static Optional<Node> smtpFromVariables(Map<String, String> environment) {
        var smtp = new LinkedHashMap<String, Node>();
        for (String key : List.of("host", "port", "user", "password", "from", "encryption")) {
            String value = environment.get("CANDOR_SMTP_" + key.toUpperCase(java.util.Locale.ROOT));
            if (value != null && !value.isBlank()) {
                smtp.put(key, scalar("CANDOR_SMTP_" + key.toUpperCase(java.util.Locale.ROOT), value));
            }
        }
        return smtp.isEmpty()
                ? Optional.empty()
                : Optional.of(new Node.Mapping(new dev.candor.catalog.document.Place("CANDOR_SMTP_…", 0), smtp));
    }

    private static Node scalar(String from, String value) {
        return new Node.Scalar(new dev.candor.catalog.document.Place(from, 0), value, true);
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
                in.url("console-url"),
                in.url("pages-url"),
                in.inner("smtp", Settings::smtp),
                allow,
                in.texts("trusted-proxies"),
                in.inner("retention", Retention::read).orElse(Retention.USUAL),
                in.texts("secrets-key"),
                in.optionalText("page-directory").map(Path::of),
                bootstrap);
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
