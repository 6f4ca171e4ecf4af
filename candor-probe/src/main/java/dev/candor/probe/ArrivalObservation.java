package dev.candor.probe;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.probe.assertion.Age;
import dev.candor.probe.assertion.Observation;
import dev.candor.probe.assertion.Seen;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.steps.Arrived;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/// Something that was sent to us, as assertions see it.
record ArrivalObservation(Arrived arrived, Instant now) implements Observation {
    @Override
    public Seen see(Subject subject, String argument) {
        return switch (subject) {
            case HEADER -> {
                String value = arrived.headers().get(argument.toLowerCase(Locale.ROOT));
                yield value == null ? new Seen.Missing("did not arrive with it") : new Seen.Text(value);
            }
            case BODY -> new Seen.Text(new String(arrived.body(), StandardCharsets.UTF_8));
            case JSON -> json();
            case SIZE -> Seen.Num.of(arrived.body().length);
            case AGE -> Age.at(argument, json(), now);
            case LAG -> Age.lag(Age.found(argument, json()), now);
            default -> new Seen.Missing("is not part of what arrives");
        };
    }

    private Seen json() {
        try {
            return new Seen.JsonValue(Json.parse(arrived.body()));
        } catch (JsonException broken) {
            return new Seen.Missing("cannot be read: what arrived is not JSON (" + broken.getMessage() + ")");
        }
    }
}
