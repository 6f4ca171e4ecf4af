package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.util.List;
import java.util.Optional;

/// Something a team owns and is paged for.
///
/// @param escalationPolicy who is paged; empty means its alerts wake nobody (and the console says so)
/// @param webhookSecret what GitHub and GitLab prove themselves with at the doors of its intake keys; empty for nothing
/// @param objective what its error budget is measured by, where its access logs arrive; empty for nothing
/// @param sudden whether more failures than usual in its access logs raise an alert
public record Service(
        String name,
        String description,
        Optional<String> team,
        Optional<String> escalationPolicy,
        List<String> dependsOn,
        List<String> intakeKeys,
        String webhookSecret,
        Optional<Objective> objective,
        boolean sudden) {
    public static final Kind<Service> KIND = new Kind<>(
            "services",
            "service",
            Service::read,
            service -> service.intakeKeys().stream()
                    .map(key -> new Kind.Claim("intake-keys", key))
                    .toList());

    private static Service read(Reading in) {
        List<String> keys = in.texts("intake-keys");
        for (String key : keys) {
            if (!key.matches("[A-Za-z0-9_-]{8,64}")) {
                in.problem(
                        "intake-keys",
                        "a key has 8 to 64 letters, digits, `-` or `_`, found one with " + key.length()
                                + " characters");
            }
        }
        return new Service(
                in.name("name"),
                in.text("description", ""),
                in.optionalReference("team", Team.KIND.plural()),
                in.optionalReference("escalation-policy", "escalation-policies"),
                in.references("depends-on", "services"),
                keys,
                in.text("webhook-secret", ""),
                Objective.read(in),
                in.oneOf("sudden", "on", "on", "off").equals("on"));
    }
}
