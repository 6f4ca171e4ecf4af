package dev.candor.detect.change;

import static dev.candor.detect.change.WebhookDoor.at;
import static dev.candor.detect.change.WebhookDoor.line;
import static dev.candor.detect.change.WebhookDoor.link;
import static dev.candor.detect.change.WebhookDoor.text;
import static dev.candor.detect.change.WebhookDoor.time;
import static dev.candor.detect.change.WebhookDoor.version;

import dev.candor.catalog.Service;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.Outcome;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// GitHub's webhooks (`POST /in/{key}/github`): `deployment`, `deployment_status`, `release` (published),
/// `pull_request` (merged), `push` to the default branch. A deployment and its statuses are one change.
/// <https://docs.github.com/en/webhooks/webhook-events-and-payloads>
final class GitHubDoor {
    private static final String SOURCE = "github";

    private final WebhookDoor door;

    GitHubDoor(ChangeIntake intake) {
        this.door = new WebhookDoor(intake);
    }

    List<Route> routes() {
        return door.routes(SOURCE, "the signature", GitHubDoor::signed, GitHubDoor::read);
    }

    /// `X-Hub-Signature-256: sha256={HMAC-SHA256 of the body}`.
    private static boolean signed(Call call, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String right = "sha256=" + HexFormat.of().formatHex(mac.doFinal(call.body()));
            return WebhookDoor.same(right, call.header("x-hub-signature-256").orElse(""));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }

    private static Optional<Reported> read(Call call, Service service, Map<String, @Nullable Object> body) {
        return switch (call.header("x-github-event").orElse("")) {
            case "deployment" -> Optional.of(deployment(service, body, "pending", Optional.empty()));
            case "deployment_status" -> status(service, body);
            case "release" -> release(service, body);
            case "pull_request" -> merged(service, body);
            case "push" -> push(service, body);
            default -> Optional.empty();
        };
    }

    private static Optional<Reported> status(Service service, Map<String, @Nullable Object> body) {
        Fields status = at(body, "deployment_status");
        String state = text(status, "state");
        // `inactive`: a newer one took its place; nothing ends by that.
        return state.equals("inactive") || state.isEmpty()
                ? Optional.empty()
                : Optional.of(deployment(service, body, state, time(status, "created_at")));
    }

    private static Reported deployment(
            Service service, Map<String, @Nullable Object> body, String state, Optional<Instant> at) {
        Fields deployment = at(body, "deployment");
        Outcome outcome = switch (state) {
            case "success" -> Outcome.DONE;
            case "failure", "error" -> Outcome.FAILED;
            default -> Outcome.RUNNING;
        };
        String description = deployment.optional("description", 200).orElse("");
        return new Reported(
                ChangeKind.DEPLOY,
                line(text(deployment, "ref") + " to " + text(deployment, "environment")
                        + (description.isEmpty() ? "" : ": " + description)),
                service.name(),
                version(text(deployment, "sha")),
                text(at(body, "deployment", "creator"), "login"),
                SOURCE,
                link(at(body, "repository"), "html_url"),
                "github/deployment/" + text(deployment, "id"),
                outcome,
                time(deployment, "created_at"),
                outcome == Outcome.RUNNING ? Optional.empty() : at);
    }

    private static Optional<Reported> release(Service service, Map<String, @Nullable Object> body) {
        Fields release = at(body, "release");
        if (!text(new Fields(body), "action").equals("published")) {
            return Optional.empty();
        }
        Optional<Instant> at = time(release, "published_at");
        String tag = text(release, "tag_name");
        return Optional.of(new Reported(
                ChangeKind.DEPLOY,
                line("release " + tag + " " + release.optional("name", 200).orElse("")),
                service.name(),
                tag.isEmpty() ? Map.of() : Map.of("version", List.of(tag)),
                text(at(body, "sender"), "login"),
                SOURCE,
                link(release, "html_url"),
                "github/release/" + text(release, "id"),
                Outcome.DONE,
                at,
                at));
    }

    private static Optional<Reported> merged(Service service, Map<String, @Nullable Object> body) {
        Fields request = at(body, "pull_request");
        if (!text(new Fields(body), "action").equals("closed")
                || !text(request, "merged").equals("true")) {
            return Optional.empty();
        }
        Optional<Instant> at = time(request, "merged_at");
        return Optional.of(new Reported(
                ChangeKind.OTHER,
                line("merged #" + text(request, "number") + " into " + text(at(body, "pull_request", "base"), "ref")
                        + ": " + text(request, "title")),
                service.name(),
                version(text(request, "merge_commit_sha")),
                text(at(body, "pull_request", "merged_by"), "login"),
                SOURCE,
                link(request, "html_url"),
                "github/pull/" + text(request, "id"),
                Outcome.DONE,
                at,
                at));
    }

    private static Optional<Reported> push(Service service, Map<String, @Nullable Object> body) {
        var event = new Fields(body);
        String branch = text(at(body, "repository"), "default_branch");
        if (branch.isEmpty()
                || !text(event, "ref").equals("refs/heads/" + branch)
                || text(event, "deleted").equals("true")) {
            return Optional.empty();
        }
        Fields head = at(body, "head_commit");
        int commits = WebhookDoor.size(body.get("commits"));
        return Optional.of(new Reported(
                ChangeKind.OTHER,
                line((commits == 1 ? "1 commit" : commits + " commits") + " to " + branch + ": "
                        + head.optional("message", 1000).orElse("")),
                service.name(),
                version(text(event, "after")),
                text(at(body, "pusher"), "name"),
                SOURCE,
                link(event, "compare"),
                "github/push/" + text(event, "after"),
                Outcome.DONE,
                Optional.empty(), // the commit's own time is when it was written, not when it came here
                Optional.empty()));
    }
}
