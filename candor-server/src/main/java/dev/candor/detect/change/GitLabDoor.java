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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// GitLab's webhooks (`POST /in/{key}/gitlab`): deployments, merged merge requests, pushes to the default branch. The
/// events of a deployment are one change. <https://docs.gitlab.com/user/project/integrations/webhook_events/>
final class GitLabDoor {
    private static final String SOURCE = "gitlab";

    private final WebhookDoor door;

    GitLabDoor(ChangeIntake intake) {
        this.door = new WebhookDoor(intake);
    }

    List<Route> routes() {
        return door.routes(SOURCE, "X-Gitlab-Token", GitLabDoor::proven, GitLabDoor::read);
    }

    private static boolean proven(Call call, String secret) {
        return WebhookDoor.same(secret, call.header("x-gitlab-token").orElse(""));
    }

    private static Optional<Reported> read(Call call, Service service, Map<String, @Nullable Object> body) {
        var event = new Fields(body);
        return switch (text(event, "object_kind")) {
            case "deployment" -> deployment(service, body, event);
            case "merge_request" -> merged(service, body);
            case "push" -> push(service, body, event);
            default -> Optional.empty();
        };
    }

    private static Optional<Reported> deployment(Service service, Map<String, @Nullable Object> body, Fields event) {
        Outcome outcome = switch (text(event, "status")) {
            case "success" -> Outcome.DONE;
            case "failed", "canceled" -> Outcome.FAILED;
            default -> Outcome.RUNNING;
        };
        Optional<Instant> at = time(event, "status_changed_at");
        String sha = text(event, "short_sha");
        return Optional.of(new Reported(
                ChangeKind.DEPLOY,
                line(text(event, "ref") + " to " + text(event, "environment") + ": " + text(event, "commit_title")),
                service.name(),
                version(sha),
                text(at(body, "user"), "username"),
                SOURCE,
                link(event, "deployable_url"),
                "gitlab/deployment/" + text(at(body, "project"), "id") + "/" + text(event, "deployment_id"),
                outcome,
                at,
                outcome == Outcome.RUNNING ? Optional.empty() : at));
    }

    private static Optional<Reported> merged(Service service, Map<String, @Nullable Object> body) {
        Fields request = at(body, "object_attributes");
        if (!text(request, "action").equals("merge")) {
            return Optional.empty();
        }
        Optional<Instant> at = time(request, "updated_at");
        String sha = text(request, "merge_commit_sha");
        return Optional.of(new Reported(
                ChangeKind.OTHER,
                line("merged !" + text(request, "iid") + " into " + text(request, "target_branch") + ": "
                        + text(request, "title")),
                service.name(),
                version(sha),
                text(at(body, "user"), "username"),
                SOURCE,
                link(request, "url"),
                "gitlab/merge/" + text(request, "id"),
                Outcome.DONE,
                at,
                at));
    }

    private static Optional<Reported> push(Service service, Map<String, @Nullable Object> body, Fields event) {
        Fields project = at(body, "project");
        String branch = text(project, "default_branch");
        String after = text(event, "after");
        if (branch.isEmpty() || !text(event, "ref").equals("refs/heads/" + branch) || after.matches("0*")) {
            return Optional.empty();
        }
        String commits = text(event, "total_commits_count");
        return Optional.of(new Reported(
                ChangeKind.OTHER,
                line((commits.equals("1") ? "1 commit" : commits + " commits") + " to " + branch + ": "
                        + newest(body.get("commits"))),
                service.name(),
                version(after),
                text(event, "user_username"),
                SOURCE,
                link(project, "web_url"),
                "gitlab/push/" + after,
                Outcome.DONE,
                Optional.empty(),
                Optional.empty()));
    }

    private static String newest(@Nullable Object commits) {
        return commits instanceof List<?> list
                        && !list.isEmpty()
                        && list.getLast() instanceof Map<?, ?> last
                        && last.get("title") instanceof String title
                ? title
                : "";
    }
}
