package dev.candor.telemetry.route;

import java.util.List;

/// How paths become routes.
///
/// @param known templates given by the operator (from an OpenAPI file or a route list): `/users/{id}/teams`.
/// They are
///     tried before anything is learned
/// @param ids patterns for path segments that are ids, beside the built-in ones, e.g. `ord-[0-9]+`: characters,
/// `[a-z]`
///     classes, `.` and the quantifiers `? * + {2} {2,} {2,5}`
/// @param fanOut more literal segments than this below one place are folded into `*`
/// @param keptShare but those with this share of the requests there keep their name
/// @param templates at most so many routes, then `(other)`
public record RouteSettings(List<String> known, List<String> ids, int fanOut, double keptShare, int templates) {
    public static final RouteSettings USUAL = new RouteSettings(List.of(), List.of(), 150, 0.02, 2000);

    public RouteSettings {
        known = List.copyOf(known);
        ids = List.copyOf(ids);
        if (fanOut < 2
                || fanOut > 10_000
                || templates < 1
                || templates > 20_000
                || keptShare < 0.001
                || keptShare > 1) {
            throw new IllegalArgumentException(
                    "fan-out must be 2 to 10000, templates 1 to 20000, kept-share 0.001 to 1");
        }
        if (known.size() > 5000 || ids.size() > 100) {
            throw new IllegalArgumentException("at most 5000 known routes and 100 id patterns");
        }
    }
}
