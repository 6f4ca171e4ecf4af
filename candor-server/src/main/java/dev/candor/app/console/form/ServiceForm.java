package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.choice;
import static dev.candor.app.console.form.Fields.folded;
import static dev.candor.app.console.form.Fields.group;
import static dev.candor.app.console.form.Fields.text;

import dev.candor.catalog.Service;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;

/// The form of a service.
final class ServiceForm {
    private ServiceForm() {}

    static Form of() {
        return new Form(
                Service.KIND,
                Resource.SERVICES,
                "/services",
                "/services",
                "Services",
                "Something you run and would be woken for: a shop, an API, a database.",
                List.of(
                        group(
                                "",
                                "",
                                Fields.name("as your team calls it; readers of a page never see it", ""),
                                new Field("description", "What it is", "", new Input.Words("")),
                                new Field(
                                        "escalation-policy",
                                        "Who is woken",
                                        "an escalation policy says who, and who next",
                                        new Input.One(Fields.POLICIES, "nobody")),
                                new Field("team", "Owned by", "", new Input.One(Fields.TEAMS, "no team")),
                                new Field("depends-on", "Needs these to work", "", new Input.Many(Fields.SERVICES))),
                        folded(
                                "What its access logs are judged by",
                                "As soon as its access logs arrive, failed requests raise alerts in two ways.",
                                text(
                                        "objective.target",
                                        "So many requests shall succeed",
                                        "99.9% when nothing is said; fewer failures than that wake nobody",
                                        "99.9%"),
                                text("objective.period", "over", "7d to 90d; 30d when nothing is said", "30d"),
                                // After the two above: whoever chooses `none` means it, whatever stands there.
                                choice(
                                        "objective",
                                        "When the error budget burns",
                                        "",
                                        "",
                                        new Option("", "raise an alert"),
                                        new Option("none", "nothing: there is no error budget")),
                                choice(
                                        "sudden",
                                        "When more fails than usual",
                                        "",
                                        "on",
                                        new Option("on", "raise an alert"),
                                        new Option("off", "nothing: it is only shown")))),
                Map.of());
    }
}
