package dev.candor.lab.run;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.LabClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person with runbooks, by Candor's API.
public final class RunbookDriver implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI candor;
    private final String token;
    private final LabClock clock;

    public RunbookDriver(Observer candor, LabClock clock) {
        this(candor.console(), candor.token(), clock);
    }

    /// @param candor its console
    public RunbookDriver(URI candor, String token, LabClock clock) {
        this.candor = candor;
        this.token = token;
        this.clock = clock;
    }

    /// Starts a run.
    ///
    /// @return its number; 0 when Candor refuses
    public long begin(String runbook, Map<String, @Nullable Object> params) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                ask("POST", "/api/runs", Json.write(Json.object("runbook", runbook, "params", params)));
        return answer.statusCode() == 201 && Json.parseObject(answer.body()).get("number") instanceof Number number
                ? number.longValue()
                : 0;
    }

    public Map<String, @Nullable Object> run(long number) throws IOException, InterruptedException {
        return Json.parseObject(ask("GET", "/api/runs/" + number, "").body());
    }

    /// Waits, two minutes at most, until a run is where it is wanted.
    ///
    /// @param state as the API says it: `ask`, `done` ...
    /// @param step this one or a later one, counted from 1
    public boolean await(long number, String state, int step) throws IOException, InterruptedException {
        long from = clock.elapsed().nanos();
        while (clock.elapsed().nanos() - from < LONGEST.toNanos()) {
            Map<String, @Nullable Object> now = run(number);
            if (state.equals(now.get("state")) && now.get("step") instanceof Number at && at.intValue() >= step) {
                return true;
            }
            clock.sleeper().sleep(POLL);
        }
        return false;
    }

    /// What a person wishes of a run: `approve`, `undo`, `give-up` ...; an answer is one to what it asks now.
    ///
    /// @return the status of the answer
    public int wish(long number, String wish) throws IOException, InterruptedException {
        Object question = run(number).get("question");
        return ask("POST", "/api/runs/" + number + "/" + wish, Json.write(Json.object("question", question)))
                .statusCode();
    }

    private HttpResponse<byte[]> ask(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(candor.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
