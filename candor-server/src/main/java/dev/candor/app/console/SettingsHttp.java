package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.base.time.Durations;
import dev.candor.catalog.CatalogStore;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// `/settings`: what the operator decided, API tokens, where configuration comes from, who did what.
final class SettingsHttp {
    private final Console console;
    private final Candor candor;

    SettingsHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/settings",
                        Access.permitted(Resource.SETTINGS, Action.READ),
                        call -> screen(call, 200, "", "")),
                Route.post("/settings/tokens", Access.permitted(Resource.TOKENS, Action.WRITE), this::newToken),
                Route.post(
                        "/settings/tokens/{id}/revoke", Access.permitted(Resource.TOKENS, Action.WRITE), this::revoke),
                Route.get("/settings/audit", Access.permitted(Resource.AUDIT, Action.READ), this::audit));
    }

    private Answer screen(Call call, int status, String fresh, String wrong) {
        List<AccessStore.ApiToken> tokens =
                candor.platform().ledger().read(candor.platform().access()::tokens);
        var sources = new TreeMap<String, Integer>();
        for (CatalogStore.Stored row :
                candor.platform().ledger().read(candor.catalogs().store()::rows)) {
            sources.merge(row.source().isEmpty() ? "console and API" : row.source(), 1, Integer::sum);
        }
        return console.show(
                call,
                status,
                "/settings",
                "Settings",
                "settings",
                Map.of(
                        "settings",
                        settings(),
                        "tokens",
                        tokens,
                        "sources",
                        sources,
                        "fresh",
                        fresh,
                        "wrong",
                        wrong,
                        "roles",
                        Role.values()));
    }

    /// Everything but secrets.
    private Map<String, String> settings() {
        Settings settings = candor.settings();
        var shown = new LinkedHashMap<String, String>();
        shown.put("Console", candor.consoleUrl());
        shown.put("Public pages", candor.pagesUrl());
        shown.put("Database", settings.databaseUrl().isPresent() ? "PostgreSQL" : "SQLite in " + settings.data());
        shown.put(
                "Mail",
                settings.smtp()
                        .map(smtp ->
                                smtp.host() + ":" + smtp.port() + " (" + smtp.encryption() + "), from " + smtp.from())
                        .orElse("not configured"));
        shown.put(
                "Networks allowed",
                settings.networkAllow().isEmpty()
                        ? "public addresses only"
                        : String.join(", ", settings.networkAllow()));
        shown.put(
                "Trusted proxies",
                settings.trustedProxies().isEmpty() ? "none" : String.join(", ", settings.trustedProxies()));
        shown.put(
                "Results kept",
                Durations.words(settings.retention().results()) + ", summaries "
                        + Durations.words(settings.retention().rollups()));
        shown.put("Deliveries kept", Durations.words(settings.retention().deliveries()));
        shown.put(
                "Secrets key",
                settings.secretsKeys().isEmpty()
                        ? "in the data folder"
                        : settings.secretsKeys().size() + " from the settings");
        return shown;
    }

    private Answer newToken(Call call) {
        String name = call.form("name");
        Optional<Role> role = Role.of(call.form("role"));
        if (name.isEmpty() || name.length() > 100 || role.isEmpty()) {
            return screen(call, 422, "", "A token has a name of 1 to 100 characters and a role.");
        }
        Optional<String> token =
                candor.gate().newToken(name, role.get(), call.principal().actor());
        if (token.isEmpty()) {
            return screen(call, 409, "", "There is or was a token of this name; choose another.");
        }
        console.audit(call, "token.create", name);
        return screen(call, 201, token.get(), "");
    }

    private Answer revoke(Call call) {
        UUID id = Console.id(call, "token");
        boolean revoked = candor.platform()
                .ledger()
                .inTransaction(tx -> candor.platform().access().revoke(tx, id, console.now()));
        console.audit(call, "token.revoke", id.toString());
        return Console.back("/settings", revoked ? "revoked" : "nothing");
    }

    private Answer audit(Call call) {
        Optional<UUID> before = call.query("before")
                .filter(text -> text.matches("[0-9a-f-]{36}"))
                .map(UUID::fromString);
        List<Audit.Entry> entries =
                candor.platform().ledger().read(tx -> candor.platform().audit().list(tx, before, 50));
        String next = entries.size() == 50
                ? "/settings/audit?before=" + entries.getLast().id()
                : "";
        return console.show(call, "/settings", "Audit log", "audit", Map.of("entries", entries, "next", next));
    }
}
