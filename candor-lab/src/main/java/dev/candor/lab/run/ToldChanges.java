package dev.candor.lab.run;

import dev.candor.base.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a Candor what is changed, as a pipeline does, and asks it whom it suspects.
public final class ToldChanges implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI candor;
    private final String token;

    public ToldChanges(Observer candor) {
        this.candor = candor.console();
        this.token = candor.token();
    }

    /// @param change as `POST /api/changes` takes it
    /// @throws IOException when it is not taken
    public void tell(Map<String, @Nullable Object> change) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(candor.resolve("/api/changes"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write((@Nullable Object) change)))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("the change was not taken: " + answer.statusCode() + " " + answer.body());
        }
    }

    /// What Candor's API says; empty where it does not answer that.
    public Optional<Map<String, @Nullable Object>> ask(String path) {
        try {
            var request = HttpRequest.newBuilder(candor.resolve(path))
                    .header("Authorization", "Bearer " + token)
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Optional.of(Json.parseObject(answer.body())) : Optional.empty();
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Which place a change has among the suspects of the first incident, from 1; 0 when it is none.
    public int place(String summary) {
        var suspects = ask("/api/incidents/1").map(incident -> incident.get("suspects"));
        if (suspects.isPresent() && suspects.get() instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> one
                        && one.get("change") instanceof Map<?, ?> change
                        && summary.equals(change.get("summary"))) {
                    return i + 1;
                }
            }
        }
        return 0;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
