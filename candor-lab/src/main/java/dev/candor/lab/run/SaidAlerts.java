package dev.candor.lab.run;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.Sightings.Said;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks the API for alerts, again and again, and keeps what each of them said and since when.
final class SaidAlerts {
    private final URI alerts;
    private final String token;
    private final LabClock clock;
    private final Map<Long, List<Said>> said = new HashMap<>();

    SaidAlerts(URI console, String token, LabClock clock) {
        this.alerts = console.resolve("/api/alerts?limit=50");
        this.token = token;
        this.clock = clock;
    }

    /// Looks once; while nobody answers there is nothing to note.
    void read(HttpClient client) throws InterruptedException {
        var request = HttpRequest.newBuilder(alerts)
                .timeout(Duration.ofSeconds(2))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200 && Json.parseObject(answer.body()).get("items") instanceof List<?> items) {
                items.forEach(this::note);
            }
        } catch (IOException notThisTime) {
            return;
        }
    }

    private synchronized void note(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> alert) || !(alert.get("number") instanceof Number number)) {
            return;
        }
        var detail = new HashMap<String, @Nullable Object>();
        if (alert.get("detail") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> detail.put(String.valueOf(key), value));
        }
        String words = String.valueOf(alert.get("summary"));
        List<Said> before = said.computeIfAbsent(number.longValue(), _ -> new ArrayList<>());
        boolean known = !before.isEmpty()
                && before.getLast().words().equals(words)
                && before.getLast().detail().equals(detail);
        if (!known) {
            before.add(new Said(clock.wall().instant(), words, detail));
        }
    }

    synchronized List<Said> of(long alert) {
        return List.copyOf(said.getOrDefault(alert, List.of()));
    }
}
