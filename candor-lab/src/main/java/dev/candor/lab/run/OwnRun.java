package dev.candor.lab.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is noted in a run in which Candor itself is what breaks, until it is a result.
public final class OwnRun {
    private final String drill;
    private final Round round;
    private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    private final List<String> missed = new ArrayList<>();
    private Optional<Instant> fault = Optional.empty();
    private Optional<Instant> alert = Optional.empty();
    private Optional<Instant> page = Optional.empty();
    private Optional<Instant> published = Optional.empty();
    private Optional<Instant> recovered = Optional.empty();

    public OwnRun(String drill, Round round) {
        this.drill = drill;
        this.round = round;
    }

    /// What happens now, for people who look on.
    public void say(String what) {
        round.say(what);
    }

    public void fault(Instant at) {
        fault = Optional.of(at);
    }

    public void alert(Instant at) {
        alert = Optional.of(at);
    }

    public void page(Instant at) {
        page = Optional.of(at);
    }

    public void published(Instant at) {
        published = Optional.of(at);
    }

    public void recovered(Instant at) {
        recovered = Optional.of(at);
    }

    /// @param name as in `--json`
    public void fact(String name, @Nullable Object value) {
        facts.put(name, value);
    }

    /// @param otherwise what is said when it is not met
    public void need(boolean met, String otherwise) {
        if (!met) {
            missed.add(otherwise);
        }
    }

    public DrillResult result(long userErrors, int lost, int falseAlerts) {
        need(lost == 0, lost + " lost");
        need(falseAlerts == 0, falseAlerts + " alerts without a cause");
        return new DrillResult(
                drill,
                round.mode(),
                round.seed(),
                fault.map(_ -> Duration.ZERO),
                Optional.empty(),
                after(alert),
                after(page),
                after(published),
                after(recovered),
                userErrors,
                lost,
                falseAlerts,
                facts,
                missed);
    }

    private Optional<Duration> after(Optional<Instant> moment) {
        return fault.flatMap(from -> moment.map(at -> Duration.between(from, at)));
    }
}
