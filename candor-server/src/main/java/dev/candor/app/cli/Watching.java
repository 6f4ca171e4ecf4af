package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.base.time.Sleeper;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Waits at the command line until a guarded change held or did not, saying how it stands.
final class Watching {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /// A server that restarts meanwhile goes on watching: so long it may be away.
    private static final int MOST_MISSED = 60;

    private static final Set<String> OPEN = Set.of("watching", "rolling_back", "calling", "called");

    private final ServerClient client;
    private final Sleeper sleeper;
    private final PrintStream out;
    private final boolean json;

    Watching(ServerClient client, Sleeper sleeper, PrintStream out, boolean json) {
        this.client = client;
        this.sleeper = sleeper;
        this.out = out;
        this.json = json;
    }

    /// 0 when it held, 1 when it was worse, or when a newer change took its watch over.
    int untilEnd(String number) {
        String said = "";
        int missed = 0;
        while (true) {
            try {
                var change = client.get("/api/changes/" + number);
                missed = 0;
                if (!(change.get("watch") instanceof Map<?, ?> watch)) {
                    throw new IllegalStateException("change " + number + " is not watched");
                }
                String state = String.valueOf(watch.get("state"));
                String words = state.replace('_', ' ') + ": " + watch.get("said");
                if (!words.equals(said)) {
                    out.println(json ? Json.write(watch) : words);
                    said = words;
                }
                if (!OPEN.contains(state)) {
                    return state.equals("held") ? 0 : 1;
                }
            } catch (ServerClient.NotReachable away) {
                if (++missed > MOST_MISSED) {
                    throw away;
                }
            } catch (ServerClient.Refused busy) {
                if (busy.status() < 500 || ++missed > MOST_MISSED) {
                    throw busy;
                }
            }
            try {
                sleeper.sleep(LOOK);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return 1;
            }
        }
    }
}
