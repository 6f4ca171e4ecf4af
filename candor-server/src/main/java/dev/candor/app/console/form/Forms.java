package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.folded;
import static dev.candor.app.console.form.Fields.group;

import dev.candor.catalog.Location;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Team;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.oncall.Schedule;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;

/// The forms, one per kind of document.
public final class Forms {
    private static final Input TEXT = new Input.Line("text", "");

    private Forms() {}

    private static Field name(String hint) {
        return new Field("name", "Name", hint, TEXT).must();
    }

    private static Input line(String example) {
        return new Input.Line("text", example);
    }

    public static final Form TEAM = new Form(
            Team.KIND,
            Resource.PEOPLE,
            "/teams",
            "/people",
            "People",
            "A team owns services together.",
            List.of(group("", "", name(""))),
            Map.of());

    public static final Form PERSON = new Form(
            Person.KIND,
            Resource.PEOPLE,
            "/people",
            "/people",
            "People",
            "Somebody who signs in here, and may be woken.",
            List.of(
                    group(
                            "Who",
                            "",
                            name("they sign in with it"),
                            new Field("email", "E-mail", "", new Input.Line("email", "ana@shop.example")).must(),
                            new Field(
                                    "role",
                                    "Is allowed to",
                                    "",
                                    new Input.Choice(
                                            List.of(
                                                    new Option("viewer", "look at everything"),
                                                    new Option(
                                                            "responder", "work on alerts and incidents, and be paged"),
                                                    new Option("admin", "change everything")),
                                            "viewer")),
                            new Field("time-zone", "Time zone", "", new Input.Zone()),
                            new Field("teams", "Teams", "", new Input.Many(Fields.TEAMS))),
                    group(
                            "How to wake them",
                            "Tried one after the other until somebody answers. With none, the e-mail address above is used at once.",
                            new Field(
                                    "contact",
                                    "Ways",
                                    "",
                                    new Input.Rows(
                                            "way",
                                            List.of(
                                                    new Field(
                                                            "",
                                                            "By",
                                                            "",
                                                            new Input.Keyed(
                                                                    List.of(
                                                                            new Option("email", "e-mail"),
                                                                            new Option("ntfy", "ntfy push"),
                                                                            new Option("webhook", "webhook")),
                                                                    "Address",
                                                                    "address, or https://… for ntfy and webhook")),
                                                    new Field(
                                                            "after",
                                                            "After",
                                                            "since the page began",
                                                            line("at once")))))),
                    folded(
                            "Leaving",
                            "",
                            new Field(
                                    "disabled", "Shut out: cannot sign in and is never paged", "", new Input.Flag()))),
            Map.of("role", "responder"));

    public static final Form CHANNEL = new Form(
            Channel.KIND,
            Resource.CHANNELS,
            "/channels",
            "/people",
            "Channels",
            "A team's own way to be told: a chat room's webhook, a shared mailbox, an ntfy topic.",
            List.of(group(
                    "",
                    "",
                    name(""),
                    new Field(
                            "kind",
                            "Kind",
                            "",
                            new Input.Choice(
                                    List.of(
                                            new Option("webhook", "webhook"),
                                            new Option("ntfy", "ntfy push"),
                                            new Option("email", "e-mail")),
                                    "")),
                    new Field(
                            "url",
                            "Address on the web",
                            "for webhook and ntfy",
                            new Input.Line("url", "https://chat.example/hook")),
                    new Field("address", "E-mail address", "for e-mail", new Input.Line("email", "team@shop.example")),
                    new Field("secret", "Secret", "signs webhooks, or is ntfy's access token", TEXT),
                    new Field("team", "Team", "", new Input.One(Fields.TEAMS, "no team")))),
            Map.of("kind", "webhook"));

    private static final Field WHO_IN_TURN =
            new Field("people", "Who, in this order", "", new Input.Ordered(List.of(Fields.PEOPLE), "Another person"));

    public static final Form SCHEDULE = new Form(
            Schedule.KIND,
            Resource.SCHEDULES,
            "/schedules",
            "/people",
            "On call",
            "People who take turns. Whoever has the turn is woken.",
            List.of(
                    group(
                            "",
                            "",
                            name(""),
                            new Field("time-zone", "Time zone of the hand-overs", "", new Input.Zone())),
                    group(
                            "Turns",
                            "Several rotations run side by side: everybody who has a turn is woken.",
                            new Field(
                                    "rotations",
                                    "Rotations",
                                    "",
                                    new Input.Rows(
                                            "rotation",
                                            List.of(
                                                    WHO_IN_TURN,
                                                    new Field(
                                                            "every",
                                                            "A turn lasts",
                                                            "1 week, 3 days …",
                                                            line("1 week")),
                                                    new Field(
                                                            "starts",
                                                            "First hand-over",
                                                            "in the time zone above",
                                                            new Input.Line("datetime-local", "")),
                                                    new Field("name", "Called", "", line("rotation")))))),
                    folded(
                            "Exceptions",
                            "Holidays and swaps: somebody else has the turn for a while.",
                            new Field(
                                    "overrides",
                                    "Exceptions",
                                    "",
                                    new Input.Rows(
                                            "exception",
                                            List.of(
                                                    new Field(
                                                            "person",
                                                            "Who steps in",
                                                            "",
                                                            new Input.One(Fields.PEOPLE, "choose")),
                                                    new Field(
                                                            "replaces",
                                                            "Instead of",
                                                            "",
                                                            new Input.One(Fields.PEOPLE, "everybody")),
                                                    new Field("from", "From", "", new Input.Line("datetime-local", "")),
                                                    new Field(
                                                            "until",
                                                            "Until",
                                                            "",
                                                            new Input.Line("datetime-local", ""))))))),
            Map.of());

    public static final Form POLICY = new Form(
            EscalationPolicy.KIND,
            Resource.SCHEDULES,
            "/policies",
            "/people",
            "Escalation",
            "Who is woken, and who next if nobody answers.",
            List.of(
                    group("", "", name("")),
                    group(
                            "Steps",
                            "Everybody in a step is woken at the same time.",
                            new Field(
                                    "steps",
                                    "Steps",
                                    "",
                                    new Input.Rows(
                                            "step",
                                            List.of(
                                                    new Field(
                                                            "notify",
                                                            "Wake",
                                                            "",
                                                            new Input.Ordered(
                                                                    List.of(
                                                                            Fields.SCHEDULES,
                                                                            Fields.PEOPLE,
                                                                            Fields.CHANNELS),
                                                                    "Somebody else too")),
                                                    new Field(
                                                            "then-after",
                                                            "If nobody answers for",
                                                            "go on to the next step",
                                                            line("5m")))))),
                    group(
                            "",
                            "",
                            new Field("repeat", "Then all again, so many times", "", new Input.Line("number", "3")))),
            Map.of());

    public static final Form SERVICE = ServiceForm.of();

    public static final Form MONITOR = MonitorForm.of();

    public static final Form LOG_SOURCE = LogSourceForm.of();

    public static final Form LOCATION = new Form(
            Location.KIND,
            Resource.SERVICES,
            "/locations",
            "/locations",
            "Locations",
            "A place from which monitors look, by an agent that runs there.",
            List.of(group(
                    "",
                    "",
                    name("such as eu-west or office"),
                    new Field("description", "Where it is", "", line("Frankfurt, with our second provider")))),
            Map.of());

    public static final Form PAGE = new Form(
            Page.KIND,
            Resource.PAGES,
            "/pages",
            "/pages",
            "Pages",
            "A public page that tells your customers what works and what does not.",
            List.of(
                    group(
                            "",
                            "",
                            name("readers see it as the title"),
                            new Field(
                                    "publish",
                                    "Incidents",
                                    "",
                                    new Input.Choice(
                                            List.of(
                                                    new Option(
                                                            "review",
                                                            "are published when somebody clicks, after a preview"),
                                                    new Option(
                                                            "automatic",
                                                            "are published by themselves, in plain words")),
                                            "review"))),
                    group(
                            "What readers see",
                            "Each component has a name readers understand. Its status follows the monitors of its services.",
                            new Field(
                                    "components",
                                    "Components",
                                    "",
                                    new Input.Rows(
                                            "component",
                                            List.of(
                                                    new Field("name", "Name", "", line("Website")),
                                                    new Field("group", "Under the heading", "", TEXT),
                                                    new Field("description", "In a few words", "", TEXT),
                                                    new Field(
                                                            "services",
                                                            "Fed by",
                                                            "",
                                                            new Input.Many(Fields.SERVICES)))))),
                    folded(
                            "Address and time",
                            "",
                            new Field(
                                    "slug", "Short name in the address", "made from the name by itself", line("shop")),
                            new Field("host", "Host of its own", "", line("status.shop.example")),
                            new Field(
                                    "url",
                                    "Address readers use",
                                    "",
                                    new Input.Line("url", "https://status.shop.example")),
                            new Field(
                                    "support-url",
                                    "Address for questions",
                                    "",
                                    new Input.Line("url", "https://shop.example/help")),
                            new Field("time-zone", "Time zone of its days", "", new Input.Zone()),
                            new Field("stale-after", "Say that it is out of date after", "", line("5m")))),
            Map.of());

    public static final Form VENDOR = VendorForm.of();

    public static final List<Form> ALL =
            List.of(TEAM, PERSON, CHANNEL, SCHEDULE, POLICY, SERVICE, LOCATION, MONITOR, LOG_SOURCE, PAGE, VENDOR);
}
