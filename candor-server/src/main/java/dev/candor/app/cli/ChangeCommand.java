package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.base.time.SystemTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "change",
        description = "Tells the server what is changed, so that every incident says what changed just before.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ChangeCommand.Record.class,
            ChangeCommand.Start.class,
            ChangeCommand.Done.class,
            ChangeCommand.ListThem.class
        })
final class ChangeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("change: use `candor change record|start|done|list`");
        return 2;
    }

    /// What is told about a change.
    static final class What {
        @Parameters(paramLabel = "SUMMARY", description = "What is changed, in a few words.")
        String summary = "";

        @Option(
                names = "--kind",
                description =
                        "deploy (unless told), migration, flag, config, permission, dns, infrastructure or other.")
        String kind = "deploy";

        @Option(names = "--service", description = "The service it belongs to.")
        @Nullable
        String service;

        @Option(
                names = "--label",
                paramLabel = "NAME=VALUE",
                description =
                        "What it touches: customer=acme, region=eu, host=edge-1, route=/cart, version=1.4. Often.")
        List<String> labels = new ArrayList<>();

        @Option(names = "--who", description = "Who makes it; the token's name unless told.")
        @Nullable
        String who;

        @Option(names = "--link", description = "Where there is more.")
        @Nullable
        String link;

        @Option(names = "--key", description = "Names it: what comes with the same key is the same change.")
        @Nullable
        String key;

        Map<String, @Nullable Object> body() {
            var body = Json.object("kind", kind, "summary", summary, "source", "cli", "labels", pairs());
            put(body, "service", service);
            put(body, "who", who);
            put(body, "link", link);
            put(body, "key", key);
            return body;
        }

        private static void put(Map<String, @Nullable Object> body, String name, @Nullable String value) {
            if (value != null) {
                body.put(name, value);
            }
        }

        private Map<String, List<String>> pairs() {
            var pairs = new LinkedHashMap<String, List<String>>();
            for (String label : labels) {
                int equals = label.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("--label: expected NAME=VALUE, found `" + label + "`");
                }
                pairs.computeIfAbsent(label.substring(0, equals), _ -> new ArrayList<>())
                        .add(label.substring(equals + 1));
            }
            return pairs;
        }
    }

    /// Which server is asked, and how its answer is printed.
    static final class Asking {
        @Mixin
        ServerClient client = new ServerClient();

        @Option(names = "--json", description = "The answer as JSON.")
        boolean json;

        void print(Map<String, @Nullable Object> change) {
            System.out.println(json ? Json.write(change) : line(change));
        }
    }

    static String line(Map<?, ?> change) {
        return change.get("number") + "  " + change.get("started_at") + "  " + change.get("outcome") + "  "
                + change.get("kind") + "  " + change.get("service") + "  " + change.get("summary") + "  "
                + change.get("who");
    }

    @Command(name = "record", description = "Records a change that is made.", mixinStandardHelpOptions = true)
    static final class Record implements Callable<Integer> {
        @Mixin
        Asking asking = new Asking();

        @Mixin
        What what = new What();

        @Option(names = "--at", description = "When it was made, ISO 8601 with an offset; now unless told.")
        @Nullable
        String at;

        @Override
        public Integer call() {
            var body = what.body();
            if (at != null) {
                body.put("started_at", at);
            }
            asking.print(asking.client.post("/api/changes", body));
            return 0;
        }
    }

    @Command(
            name = "start",
            description =
                    "Says that a change begins; prints its number for `candor change done`. With --watch it is guarded, and the command waits: exit 0 when it held, 1 when it was worse.",
            mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {
        @Mixin
        Asking asking = new Asking();

        @Mixin
        What what = new What();

        @Option(
                names = "--watch",
                paramLabel = "DURATION",
                description = "Compares the service with before for so long: 10m. Needs --service.")
        @Nullable
        String watch;

        @Option(
                names = "--rollback",
                paramLabel = "URL",
                description = "Is posted to, once, when the service is worse than before.")
        @Nullable
        String rollback;

        @Override
        public Integer call() {
            var body = what.body();
            body.put("running", true);
            if (rollback != null && watch == null) {
                System.err.println("--rollback: needs --watch, which says for how long");
                return 2;
            }
            if (watch != null) {
                var wish = Json.object("for", watch);
                if (rollback != null) {
                    wish.put("rollback", rollback);
                }
                body.put("watch", wish);
            }
            var change = asking.client.post("/api/changes", body);
            System.out.println(asking.json ? Json.write(change) : String.valueOf(change.get("number")));
            return watch == null
                    ? 0
                    : new Watching(asking.client, SystemTime.sleeper(), System.out, asking.json)
                            .untilEnd(String.valueOf(change.get("number")));
        }
    }

    @Command(name = "done", description = "Says that a change ended.", mixinStandardHelpOptions = true)
    static final class Done implements Callable<Integer> {
        @Mixin
        Asking asking = new Asking();

        @Parameters(paramLabel = "NUMBER", description = "The change, as `candor change start` printed it.")
        String number = "";

        @Option(names = "--outcome", description = "done (unless told), failed or rolled_back.")
        String outcome = "done";

        @Override
        public Integer call() {
            if (!number.matches("[0-9]{1,18}")) {
                System.err.println("change done: expected a number, found `" + number + "`");
                return 2;
            }
            asking.print(asking.client.post("/api/changes/" + number + "/done", Json.object("outcome", outcome)));
            return 0;
        }
    }

    @Command(name = "list", description = "What was changed, newest first.", mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {
        @Mixin
        Asking asking = new Asking();

        @Option(names = "--service", description = "Only of this service.")
        String service = "";

        @Option(names = "--since", description = "Begun not longer ago than this: 30m, 2d; 7d unless told.")
        String since = "7d";

        @Override
        public Integer call() {
            Optional<Duration> back = Durations.parse(since);
            if (back.isEmpty()) {
                System.err.println("--since: expected a duration such as 30m or 2d, found `" + since + "`");
                return 2;
            }
            var from = SystemTime.wall().instant().minus(back.get());
            var answer = asking.client.get("/api/changes?limit=200&from=" + from + "&service="
                    + URLEncoder.encode(service, StandardCharsets.UTF_8));
            if (asking.json) {
                System.out.println(Json.write((@Nullable Object) answer));
            } else if (answer.get("items") instanceof List<?> items) {
                items.forEach(item -> System.out.println(item instanceof Map<?, ?> one ? line(one) : ""));
            }
            return 0;
        }
    }
}
