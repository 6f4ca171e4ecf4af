package dev.candor.catalog;

import dev.candor.catalog.document.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// What share of a service's requests must succeed, over how long: `{target: 99.9%, period: 30d}`.
///
/// @param target above 0.5 and below 1
public record Objective(double target, Duration period) {
    public static final Objective USUAL = new Objective(0.999, Duration.ofDays(30));

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// @param in the service's document
    /// @return {@link #USUAL} when nothing is said, empty for `none`
    static Optional<Objective> read(Reading in) {
        if (in.isText("objective")) {
            in.oneOf("objective", "none", "none");
            return Optional.empty();
        }
        return in.inner("objective", Objective::of).or(() -> Optional.of(USUAL));
    }

    private static Objective of(Reading in) {
        return new Objective(target(in), in.duration("period", USUAL.period, Duration.ofDays(7), Duration.ofDays(90)));
    }

    private static double target(Reading in) {
        String text = in.text("target");
        if (text.matches("[0-9]{1,2}(\\.[0-9]{1,6})? ?%")) {
            BigDecimal percent = new BigDecimal(text.replaceAll("[ %]", ""));
            if (percent.doubleValue() >= 50) {
                return percent.divide(HUNDRED).doubleValue();
            }
        }
        if (!text.isBlank()) {
            in.problem(
                    "target", "expected a share from `50%` to less than `100%`, such as `99.9%`, found `" + text + "`");
        }
        return USUAL.target;
    }
}
