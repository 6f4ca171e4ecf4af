package dev.candor.lab.d14;

import java.util.List;
import java.util.regex.Pattern;

/// A mistake somebody makes in the configuration of a rule: one piece of the YAML is another.
///
/// @param what in words
/// @param rule whose proof must notice it
/// @param right as it stands in the configuration, exactly once
/// @param wrong what stands there instead
record WrongRule(String what, String rule, String right, String wrong) {
    private static final String HOME = "monitor/home";

    static final List<WrongRule> ALL = List.of(
            new WrongRule("a limit ten times as high", HOME, "latency < 1s", "latency < 10s"),
            new WrongRule("a limit the wrong way round", HOME, "latency < 1s", "latency > 1s"),
            new WrongRule("whatever comes is good", HOME, "status == 200", "status in 100..599"),
            new WrongRule("one kind of error is bad", HOME, "status == 200", "status != 500"),
            new WrongRule("errors are wanted", HOME, "status == 200", "status >= 500"),
            new WrongRule("from a place where nobody looks", HOME, "locations: [main]", "locations: [attic]"),
            new WrongRule(
                    "for a service that wakes nobody", HOME, "service: shop\n    kind", "service: cellar\n    kind"),
            new WrongRule("of a severity that wakes nobody", HOME, "severity: error", "severity: info"),
            new WrongRule("who is woken has left", HOME, "disabled: false", "disabled: true"),
            new WrongRule(
                    "who is woken has only mail, and no mail server is set",
                    HOME,
                    "contact: [{ntfy: \"${PHONE}\"}]",
                    "contact: [{email: ana@shop.example}]"),
            new WrongRule("a target no outage misses", "objective/shop", "target: 99.5%", "target: 70%"));

    String in(String configuration) {
        if (configuration.split(Pattern.quote(right), -1).length != 2) {
            throw new IllegalStateException("not once in the configuration: " + right);
        }
        return configuration.replace(right, wrong);
    }
}
