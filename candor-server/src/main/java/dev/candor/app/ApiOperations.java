package dev.candor.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What every operation of the API is for, with a body that works: the part of the OpenAPI document that no route can
/// tell. A test keeps it in step with the routes.
final class ApiOperations {
    /// @param example JSON of a request; empty where there is no body
    /// @param query names of query parameters besides `limit` and `cursor`
    record Operation(String summary, String example, List<String> query) {}

    private static final Map<String, String> DOCUMENTS = Map.ofEntries(
            Map.entry("teams", "{\"name\": \"web\"}"),
            Map.entry(
                    "people",
                    "{\"name\": \"ana\", \"email\": \"ana@example.com\", \"role\": \"responder\", \"time-zone\": \"Europe/Berlin\", \"contact\": [{\"email\": \"ana@example.com\"}]}"),
            Map.entry(
                    "channels",
                    "{\"name\": \"ops-hook\", \"kind\": \"webhook\", \"url\": \"https://hooks.example/candor\", \"secret\": \"whsec_bm90LWEtcmVhbC1zZWNyZXQ=\"}"),
            Map.entry(
                    "schedules",
                    "{\"name\": \"web-primary\", \"time-zone\": \"Europe/Berlin\", \"rotations\": [{\"name\": \"weekly\", \"people\": [\"ana\"], \"every\": \"1 week\", \"starts\": \"2026-01-05T09:00\"}]}"),
            Map.entry(
                    "escalation-policies",
                    "{\"name\": \"web-default\", \"repeat\": 3, \"steps\": [{\"notify\": [{\"schedule\": \"web-primary\"}], \"then-after\": \"5m\"}]}"),
            Map.entry(
                    "services",
                    "{\"name\": \"shop\", \"team\": \"web\", \"escalation-policy\": \"web-default\", \"intake-keys\": [\"a-key-of-your-own\"]}"),
            Map.entry("locations", "{\"name\": \"eu-west\", \"keys\": [\"a-key-of-your-own-for-eu-west\"]}"),
            Map.entry(
                    "monitors",
                    "{\"name\": \"shop-home\", \"service\": \"shop\", \"kind\": \"http\", \"url\": \"https://shop.example/\", \"every\": \"30s\", \"assert\": [\"status == 200\"]}"),
            Map.entry(
                    "log-sources",
                    "{\"name\": \"shop-nginx\", \"service\": \"shop\", \"tag\": \"shop\", \"customer\": \"host\"}"),
            Map.entry(
                    "pages",
                    "{\"name\": \"Shop\", \"slug\": \"shop\", \"components\": [{\"name\": \"Website\", \"services\": [\"shop\"]}]}"),
            Map.entry(
                    "vendors",
                    "{\"name\": \"Sample mail\", \"page\": \"https://status.vendor.example\", \"hosts\": [\"api.vendor.example\"]}"),
            Map.entry(
                    "runbooks",
                    "{\"name\": \"search-is-there\", \"steps\": [{\"name\": \"ask\", \"kind\": \"wait-until\", \"until\": [{\"http\": \"https://shop.example/search\", \"assert\": [\"status == 200\"]}]}]}"));

    private final Map<String, Operation> operations = new LinkedHashMap<>();

    ApiOperations() {
        Candor.KINDS.forEach(kind -> catalog(kind.plural(), kind.singular()));
        monitors();
        alerts();
        incidents();
        learning();
        actions();
        runs();
        rest();
        doors();
    }

    /// By `METHOD /path`.
    Map<String, Operation> all() {
        return operations;
    }

    private void add(String route, String summary) {
        operations.put(route, new Operation(summary, "", List.of()));
    }

    private void add(String route, String summary, String example, String... query) {
        operations.put(route, new Operation(summary, example, List.of(query)));
    }

    private void catalog(String plural, String singular) {
        String example = DOCUMENTS.getOrDefault(plural, "{}");
        add("GET /api/" + plural, "Every " + singular + ", secrets as dots");
        add("GET /api/" + plural + "/{name}", "One " + singular + ", secrets as dots");
        add("POST /api/" + plural, "Makes a " + singular + ", or changes the one of that name", example);
        add("PUT /api/" + plural + "/{name}", "Changes a " + singular + "; dots keep a secret", example);
        add("DELETE /api/" + plural + "/{name}", "Deletes a " + singular + " that nothing uses any more");
    }

    private void monitors() {
        add("GET /api/monitors/{name}/state", "What a monitor sees now");
        add("GET /api/monitors/{name}/results", "What it measured");
        add("POST /api/monitors/{name}/check-now", "Looks once out of turn");
        add("POST /api/monitors/{name}/pause", "Stops looking; its alert ends");
        add("POST /api/monitors/{name}/resume", "Looks again");
        add("GET /api/vendors/{name}/state", "What a vendor's status page says, beside what we measured");
        add("POST /api/vendors/{name}/check-now", "Reads it out of turn");
        add("GET /api/telemetry", "The doors for access logs, and who sends what nobody wants");
        add(
                "GET /api/telemetry/{service}",
                "What a service's access logs say: windows, slices, senders with what was lost, rises of failures",
                "",
                "minutes");
        add("GET /api/schedules/{name}/on-call", "Who is on call now and in the next four weeks");
    }

    private void alerts() {
        add("GET /api/alerts", "Alerts, newest first", "", "state", "service");
        add("GET /api/alerts/{number}", "One alert");
        add(
                "POST /api/alerts",
                "Raises an alert by hand",
                "{\"service\": \"shop\", \"summary\": \"checkout answers 503\", \"severity\": \"critical\"}");
        add("POST /api/alerts/{number}/acknowledge", "Somebody has it: nobody else is paged");
        add("POST /api/alerts/{number}/resolve", "It is over; 409 while its monitor still sees the failure");
    }

    private void incidents() {
        add("GET /api/incidents", "Incidents, newest first", "", "state");
        add(
                "GET /api/incidents/{number}",
                "One incident with its timeline, what may have caused it and what cannot have");
        add(
                "POST /api/incidents",
                "Declares one that no alert told of",
                "{\"title\": \"Letters are late\", \"service\": \"shop\", \"severity\": \"sev3\"}");
        add("POST /api/incidents/{number}/resolve", "Resolves it and its alerts");
        add(
                "POST /api/incidents/{number}/updates",
                "Publishes an update on a page",
                "{\"page\": \"shop\", \"phase\": \"identified\", \"body\": \"A disk is full. We are moving to another.\", \"commitments\": [{\"kind\": \"next_update\", \"by\": \"in 30 min\"}]}");
        add(
                "POST /api/incidents/{number}/updates/{code}/correct",
                "Puts other words in the place of an update's; readers see both, and why",
                "{\"body\": \"A cable was loose, not the disk.\", \"why\": \"We named the wrong cause.\"}");
        add(
                "POST /api/incidents/{number}/commitments",
                "Promises something without words on a page: next_update, postmortem, fixed or other, `by` a time of the page's clock (14:30, in 30 min, tomorrow 10:00) or an instant",
                "{\"commitments\": [{\"kind\": \"postmortem\", \"by\": \"in 24 h\"}]}");
        add(
                "GET /api/commitments",
                "What was promised for when, newest first: open, kept, missed or dropped",
                "",
                "state");
        add(
                "POST /api/commitments/{id}/{end}",
                "withdrawn, with why: nobody waits for it any more; or kept, for those of kind other",
                "{\"why\": \"the supplier does not answer before Monday\"}");
        add("POST /api/incidents/{number}/notes", "A note for the team", "{\"text\": \"rolled back at 14:02\"}");
        add(
                "POST /api/pages/{slug}/words",
                "Takes in words that were said by hand while no server ran (`candor say --adopt` sends them); each once, however often it comes",
                "{\"sequence\": 4711, \"words\": []}");
    }

    private void learning() {
        add(
                "GET /api/figures",
                "How long it took to detect, acknowledge, mitigate and resolve, and until readers knew: of each incident with the facts it comes from, median and p90 by service, team and cause; interruptions; alert precision",
                "",
                "from",
                "until");
        add("PUT /api/incidents/{number}/cause", "Says what kind of thing caused it", "{\"cause\": \"migration\"}");
        add("GET /api/incidents/{number}/postmortem", "The postmortem, or the draft the timeline gives");
        add(
                "PUT /api/incidents/{number}/postmortem",
                "Writes the postmortem; published once, it stays so and only changes with `publish: true`. 409 without that, and when it is nearly that of another incident and no `copy_reason` says why",
                "{\"body\": \"What happened …\", \"publish\": false}");
        add(
                "POST /api/incidents/{number}/postmortem/review",
                "Somebody else read exactly this text",
                "{\"body\": \"What happened …\"}");
        add("GET /api/incidents/{number}/similar", "Past incidents like it, and why");
        add("GET /api/incidents/{number}/repairs", "What it left broken");
        add(
                "POST /api/incidents/{number}/repairs",
                "Something has to be repaired; the incident is not resolved before that is done or lost",
                "{\"what\": \"orders without a letter\", \"amount\": \"about 40\", \"owner\": \"ana\"}");
        add(
                "POST /api/incidents/{number}/repairs/{id}/{end}",
                "It is done, or lost for good, and how one can see it",
                "{\"evidence\": \"all 41 letters went out at 15:02\"}");
    }

    private void actions() {
        add(
                "GET /api/actions",
                "What is to change after incidents, newest first",
                "",
                "state",
                "owner",
                "service",
                "incident");
        add("GET /api/actions/{id}", "One action item");
        add(
                "POST /api/actions",
                "Something is to change because of an incident: what, whose, until which day",
                "{\"incident\": 1, \"what\": \"somebody hears when a disk is nearly full\", \"owner\": \"ana\", \"due\": \"2030-03-02\"}");
        add(
                "PUT /api/actions/{id}",
                "Gives it to another owner or another day, or closes it as done or dropped with how one can see it",
                "{\"state\": \"done\", \"proof\": \"the board shows free space\"}");
    }

    private void runs() {
        add("GET /api/runs", "Runs of runbooks, newest first");
        add("GET /api/runs/{number}", "One run: its steps, every try, what was seen, what happened");
        add(
                "POST /api/runs",
                "Starts a runbook; the very same that is on already is not started twice",
                "{\"runbook\": \"search-is-there\", \"params\": {}}");
        add(
                "POST /api/runs/{number}/{wish}",
                "stop, resume, approve, decline, done or not-done where an outcome is asked for, undo, give-up, extend; `all` for the number stops every run. approve, decline, done and not-done name the question they answer as the run shows it: `{\"question\": 3}`");
        add("GET /api/mitigations", "What runs left behind and is not meant to stay, the one that ends first first");
    }

    private void rest() {
        add("GET /api/changes", "What was changed, newest first", "", "service", "from", "until");
        add("GET /api/changes/{number}", "One change, and how its watch stands");
        add(
                "POST /api/changes",
                "Records a change; one with the same service and key is the same change. With `watch` it is guarded: `{for: 10m, rollback: URL}`",
                "{\"kind\": \"deploy\", \"service\": \"shop\", \"summary\": \"shop 1.4.2\", \"labels\": {\"version\": \"1.4.2\"}, \"running\": true}");
        add("POST /api/changes/{number}/done", "It ended: done, failed or rolled_back", "{\"outcome\": \"done\"}");
        add("GET /api/maintenances", "Planned work, newest first");
        add(
                "POST /api/maintenances",
                "Plans work: announced on the page, and its services page nobody while it runs",
                "{\"page\": \"shop\", \"name\": \"New disks\", \"services\": [\"shop\"], \"scheduled_for\": \"2030-03-02T03:00:00Z\", \"scheduled_until\": \"2030-03-02T04:00:00Z\"}");
        add("POST /api/maintenances/{id}/{state}", "Moves it: start, verify or complete");
        add(
                "GET /api/proofs",
                "What would not wake anyone: every rule with what its rehearsal came to, the worst first");
        add(
                "GET /api/rehearsals",
                "Ways people are reached: last rehearsal, what the provider said, when they confirmed");
        add(
                "POST /api/rehearsals",
                "Rehearses one rule, every rule, or the ways of one person; nobody is woken by rehearsing rules",
                "{\"rule\": \"monitor/shop-home\"}");
        add("GET /api/deliveries", "What left or is to leave, newest first", "", "state", "subject");
        add("GET /api/deliveries/{id}", "One message and every try");
        add("POST /api/deliveries/{id}/replay", "Sends a dead letter again");
        add("GET /api/tokens", "API tokens, without their secrets");
        add("POST /api/tokens", "Makes a token and shows it once", "{\"name\": \"ci\", \"role\": \"responder\"}");
        add("DELETE /api/tokens/{id}", "Revokes a token");
        add(
                "PUT /api/people/{name}/password",
                "Sets somebody's password",
                "{\"password\": \"at least twelve letters\"}");
        add("GET /api/audit", "Who changed what, newest first");
        add("GET /api/configuration", "The whole catalog, secrets as dots");
        add(
                "POST /api/configuration/plan",
                "What applying these files would change",
                "{\"files\": {\"candor.yaml\": \"teams: [{name: depot}]\"}}");
        add(
                "POST /api/configuration/apply",
                "Applies files: all of them or nothing",
                "{\"files\": {\"candor.yaml\": \"teams: [{name: depot}]\"}}");
        add(
                "POST /api/history/import",
                "Brings past incidents from texts onto a page",
                "{\"page\": \"shop\", \"files\": {\"past.txt\": \"…\"}}");
    }

    private void doors() {
        for (String method : List.of("GET", "POST")) {
            add(method + " /ping/{a}", "A job ran: its heartbeat's id");
            add(method + " /ping/{a}/{b}", "The id and start, fail, log or an exit code; or a key and a slug: it ran");
            add(method + " /ping/{a}/{b}/{c}", "A key, a slug, and start, fail, log or an exit code");
        }
        for (String method : List.of("GET", "POST", "PUT")) {
            add(method + " /arrive/{token}", "Takes what a run of a steps monitor caused, while that run waits for it");
        }
        add("GET /agent/work", "What the agent of a location is to look at", "", "location");
        add("POST /agent/results", "What an agent saw");
        add(
                "POST /in/{key}/json",
                "Takes a signal: its status is firing, acknowledged or resolved; a 202 means that it is on the disk",
                "{\"summary\": \"disk is full\", \"status\": \"firing\", \"dedup_key\": \"disk\", \"severity\": \"error\"}");
        add(
                "POST /v2/change/enqueue",
                "Takes a change event of PagerDuty's; a 202 means that it is on the disk",
                "{\"routing_key\": \"a-key-of-your-own\", \"payload\": {\"summary\": \"shop 1.4.2\", \"source\": \"ci\"}}");
        add("POST /in/{key}/github", "Takes a webhook of GitHub: deployments, releases, merges, pushes");
        add("POST /in/{key}/gitlab", "Takes a webhook of GitLab: deployments, merges, pushes");
        operations.put(
                "POST /in/{key}/logs",
                new Operation(
                        "Takes lines of an access log or NDJSON, packed with gzip or not, and says how many were read",
                        "",
                        List.of("format", "source", "file", "batch")));
        add(
                "POST /v2/enqueue",
                "Takes an event of PagerDuty's Events API v2; a 202 means that it is on the disk",
                "{\"routing_key\": \"a-key-of-your-own\", \"event_action\": \"trigger\", \"dedup_key\": \"disk\", \"payload\": {\"summary\": \"disk is full\", \"source\": \"db-7\", \"severity\": \"error\"}}");
    }
}
