package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.console.form.Forms;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import dev.candor.platform.screen.ScreenAssets;
import dev.candor.platform.screen.Screens;
import dev.candor.platform.screen.Shell;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// All screens: their routes, and what they share.
public final class Console {
    private static final String HERE = "dev/candor/app/console/";

    private final Candor candor;
    private final Once once;

    public Console(Candor candor) {
        this.candor = candor;
        this.once = new Once(candor.platform());
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(ScreenAssets.route());
        routes.add(Route.get(
                "/events",
                Access.permitted(Resource.OVERVIEW, Action.READ),
                call -> Answer.events(candor.live()
                        .opening(
                                streamsOf(call.principal()),
                                () -> candor.gate().stays(call.principal()),
                                "changed",
                                ""))));
        routes.addAll(new SignInHttp(this).routes());
        routes.addAll(new AccountHttp(this).routes());
        routes.addAll(new OverviewHttp(this).routes());
        routes.addAll(new AlertHttp(this).routes());
        routes.addAll(new AcknowledgeHttp(this).routes());
        routes.addAll(new IncidentHttp(this).routes());
        routes.addAll(new UpdateHttp(this).routes());
        routes.addAll(new BoxHttp(this).routes());
        routes.addAll(new FigureHttp(this).routes());
        routes.addAll(new ActionHttp(this).routes());
        routes.addAll(new BulletinHttp(this).routes());
        routes.addAll(new PostmortemHttp(this).routes());
        routes.addAll(new ChangeHttp(this).routes());
        routes.addAll(new MonitorHttp(this).routes());
        routes.addAll(new VendorHttp(this).routes());
        routes.addAll(new SubscriberHttp(this).routes());
        routes.addAll(new ServiceHttp(this).routes());
        routes.addAll(new TelemetryHttp(this).routes());
        routes.addAll(new LogSourceHttp(this).routes());
        routes.addAll(new LocationHttp(this).routes());
        var tryOnce = new TryOnce(candor);
        Forms.ALL.forEach(form -> routes.addAll(new DocumentHttp(this, form, tryOnce).routes()));
        routes.addAll(new PageHttp(this).routes());
        routes.addAll(new MaintenanceHttp(this).routes());
        routes.addAll(new RunbookHttp(this).routes());
        routes.addAll(new RunHttp(this).routes());
        routes.addAll(new CommitmentHttp(this).routes());
        routes.addAll(new PeopleHttp(this).routes());
        routes.addAll(new ProofHttp(this).routes());
        routes.addAll(new ReachedHttp(this).routes());
        routes.addAll(new DeliveryHttp(this).routes());
        routes.addAll(new SettingsHttp(this).routes());
        return routes;
    }

    Candor candor() {
        return candor;
    }

    /// Whether a mail server is set: without one no screen may promise a mail.
    boolean mailsLeave() {
        return candor.paging().ways().mailsLeave();
    }

    /// What keeps a form sent twice from doing its work twice.
    Once once() {
        return once;
    }

    Instant now() {
        return candor.platform().clock().instant();
    }

    /// A screen with navigation around it.
    Answer show(Call call, String section, String title, String template, Map<String, Object> values) {
        return show(call, 200, section, title, template, values);
    }

    Answer show(Call call, int status, String section, String title, String template, Map<String, Object> values) {
        long needing = candor.platform().ledger().read(candor.paging().alerts().store()::countNeedingSomebody);
        var all = new HashMap<String, Object>(values);
        all.put("shell", new Shell(call.principal(), title, section, needing, notice(call), now()));
        return Screens.page(status, HERE + template + ".jte", all);
    }

    /// A screen for somebody who is not signed in.
    static Answer alone(int status, String template, Map<String, Object> values) {
        return Screens.page(status, HERE + template + ".jte", values);
    }

    private static final Map<String, String> NOTICES = Map.ofEntries(
            Map.entry("acknowledged", "Acknowledged. Nobody else is paged for it."),
            Map.entry("resolved", "Resolved."),
            Map.entry("published", "Published."),
            Map.entry("saved", "Saved."),
            Map.entry("deleted", "Deleted."),
            Map.entry("removed", "Removed."),
            Map.entry("key", "A new key is ready."),
            Map.entry("checking", "Checking now; the result shows up here."),
            Map.entry("sent", "On its way; the delivery shows what became of it."),
            Map.entry("replayed", "Put back; it is being sent again."),
            Map.entry("revoked", "Revoked."),
            Map.entry("recorded", "Recorded."),
            Map.entry("planned", "Planned."),
            Map.entry("raised", "Taken. The alert appears in a moment."),
            Map.entry("password", "Your password is changed; other sessions have ended."),
            Map.entry("goes-on", "It goes on; it looks at everything again first."),
            Map.entry("stopping", "It stops before whatever it would do next."),
            Map.entry("answered", "Answered."),
            Map.entry("extended", "It has more time now."),
            Map.entry("rehearsed", "Rehearsed; what came of it stands here."),
            Map.entry("nothing", "Nothing to do: somebody was faster."));

    private static String notice(Call call) {
        return NOTICES.getOrDefault(call.query("done", ""), "");
    }

    /// After a form: back to `path`, saying what was done.
    static Answer back(String path, String done) {
        return Answer.seeOther(path + (path.contains("?") ? "&" : "?") + "done=" + done);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static long number(Call call, String what) {
        String number = call.value("number");
        return Call.number(number).orElseThrow(() -> unknown(what + " " + number));
    }

    /// Where a list by number goes on: the last number of the page before, or everything.
    static long before(Call call) {
        return Call.number(call.query("before", "")).orElse(Long.MAX_VALUE);
    }

    static UUID id(Call call, String what) {
        try {
            return UUID.fromString(call.value("id"));
        } catch (IllegalArgumentException notAnId) {
            throw unknown(what);
        }
    }

    static RefusedException unknown(String what) {
        return new RefusedException(Answer.notFound("There is no " + what + "."));
    }

    /// What was wished came too late, or stands against something else.
    static RefusedException late(String what) {
        return new RefusedException(Answer.problem(409, "That did not work", what));
    }

    static RefusedException wrong(String what) {
        return new RefusedException(Answer.problem(422, "That did not work", what));
    }

    /// Under which name the event streams of a caller are kept.
    static String streamsOf(Principal principal) {
        return principal instanceof Principal.Signed signed ? "session:" + signed.sessionHash() : principal.actor();
    }

    /// Writes to the audit log.
    void audit(Call call, String action, String subject) {
        candor.platform().ledger().inTransaction(tx -> {
            candor.platform().audit().note(tx, call.principal().actor(), call.address(), action, subject, "", now());
            return true;
        });
    }
}
