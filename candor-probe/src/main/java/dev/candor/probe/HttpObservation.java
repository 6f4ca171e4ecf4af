package dev.candor.probe;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.probe.assertion.Age;
import dev.candor.probe.assertion.Observation;
import dev.candor.probe.assertion.Seen;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.HttpRequestSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An HTTP answer as assertions see it. Text and JSON are read once, when first asked for.
final class HttpObservation implements Observation {
    private final GuardedResponse.Answered answer;
    private final Instant now;
    private @Nullable Seen text;
    private @Nullable Seen json;

    HttpObservation(GuardedResponse.Answered answer, Instant now) {
        this.answer = answer;
        this.now = now;
    }

    @Override
    public Seen see(Subject subject, String argument) {
        Measurements measured = answer.measured();
        Phases phases = measured.phases();
        return switch (subject) {
            case STATUS -> Seen.Num.of(answer.status());
            case LATENCY -> micros(phases.totalMicros());
            case DNS -> micros(phases.dnsMicros());
            case CONNECT -> micros(phases.connectMicros());
            case TLS -> micros(phases.tlsMicros());
            case FIRST_BYTE -> micros(phases.firstByteMicros());
            case TRANSFER -> micros(phases.transferMicros());
            case HEADER ->
                answer.headers()
                        .first(argument)
                        .<Seen>map(Seen.Text::new)
                        .orElse(new Seen.Missing("is not in the answer"));
            case BODY -> text();
            case JSON -> json();
            case CERTIFICATE_DAYS ->
                measured.certificateNotAfter()
                        .<Seen>map(end -> Seen.Num.of(Duration.between(now, end).toDays()))
                        .orElse(new Seen.Missing("is unknown: the answer came without TLS"));
            case REDIRECTS -> Seen.Num.of(measured.redirects().size());
            case SIZE -> Seen.Num.of(measured.bodyBytes());
            case PROTOCOL -> new Seen.Text(measured.protocol());
            case AGE -> Age.at(argument, json(), now);
            case LAG -> Age.lag(Age.found(argument, json()), now);
            case ROWS, VALUE, COLUMN, LOCK_WAITERS, LOCK_WAIT, CONNECTIONS_PERCENT, SLOWEST_QUERY, OLDEST_TRANSACTION ->
                new Seen.Missing("is not part of an HTTP answer");
        };
    }

    private static Seen micros(long micros) {
        return new Seen.Time(Duration.ofNanos(micros * 1000));
    }

    private Seen text() {
        Seen known = text;
        if (known == null) {
            known = answer.bodyReadable()
                    ? new Seen.Text(answer.text())
                    : new Seen.Missing("cannot be read: it is compressed as '"
                            + answer.headers().first("Content-Encoding").orElse("") + "'");
            text = known;
        }
        return known;
    }

    private Seen json() {
        Seen known = json;
        if (known == null) {
            known = readJson();
            json = known;
        }
        return known;
    }

    private Seen readJson() {
        if (!answer.bodyReadable()) {
            return text();
        }
        if (!answer.bodyComplete()) {
            return new Seen.Missing("cannot be read: the body is longer than " + HttpRequestSpec.KEPT_BYTES + " bytes");
        }
        try {
            return new Seen.JsonValue(Json.parse(answer.body()));
        } catch (JsonException broken) {
            return new Seen.Missing("cannot be read: the body is not JSON (" + broken.getMessage() + ")");
        }
    }
}
