package dev.candor.app.cli;

import dev.candor.app.cli.tail.LogSending;
import dev.candor.app.cli.tail.LogTail;
import dev.candor.base.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tail",
        description = "Follows access logs and sends their lines to a server; goes on where it stopped.",
        mixinStandardHelpOptions = true)
final class Tail implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Parameters(arity = "1..50", paramLabel = "FILE", description = "Log files; they may be rotated or cut back.")
    List<Path> files = List.of();

    @Option(names = "--server", description = "The server's console URL (or CANDOR_SERVER).")
    @Nullable
    String server;

    @Option(names = "--token", description = "An intake key of the service (or CANDOR_TOKEN).")
    @Nullable
    String token;

    @Option(names = "--state", description = "Where it notes how far it came (default: candor-tail.json).")
    Path state = Path.of("candor-tail.json");

    @Option(names = "--source", description = "The log source these lines are read by.")
    @Nullable
    String source;

    @Option(names = "--format", description = "The text of an nginx log_format (default: recognised).")
    @Nullable
    String format;

    @Option(names = "--from-start", description = "Files never seen are read from their beginning, not their end.")
    boolean fromStart;

    @Override
    public Integer call() throws Exception {
        String key = token != null ? token : System.getenv("CANDOR_TOKEN");
        if (key == null) {
            throw new IllegalArgumentException("tail needs --token KEY or CANDOR_TOKEN: an intake key of the service");
        }
        String base = server != null ? server : System.getenv().getOrDefault("CANDOR_SERVER", "http://127.0.0.1:8080");
        var query = new LinkedHashMap<String, String>();
        if (source != null) {
            query.put("source", source);
        }
        if (format != null) {
            query.put("format", format);
        }
        Consumer<String> trouble = what -> System.err.println("candor tail: " + what);
        try (var sending = new LogSending(base, key, query, trouble);
                var tail = new LogTail(files, state, fromStart, sending, trouble, SystemTime.elapsed())) {
            follow(tail);
        }
        return 0;
    }

    private static void follow(LogTail tail) throws InterruptedException {
        Duration wait = LOOK;
        while (!Thread.currentThread().isInterrupted()) {
            switch (tail.look()) {
                case SENT -> wait = Duration.ZERO;
                case NOTHING -> wait = LOOK;
                case NOT_TAKEN -> {
                    Duration longer = wait.compareTo(LOOK) < 0 ? LOOK : wait.multipliedBy(2);
                    wait = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
                }
            }
            SystemTime.sleeper().sleep(wait);
        }
    }
}
