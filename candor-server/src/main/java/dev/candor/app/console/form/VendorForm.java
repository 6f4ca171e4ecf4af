package dev.candor.app.console.form;

import dev.candor.detect.vendor.Vendor;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;

/// The form of a vendor.
final class VendorForm {
    private VendorForm() {}

    static Form of() {
        return new Form(
                Vendor.KIND,
                Resource.MONITORS,
                "/vendors",
                "/vendors",
                "Vendors",
                "Somebody you depend on who has a status page: it is read for you and compared with what your monitors measure.",
                List.of(
                        new Group(
                                "",
                                "",
                                false,
                                List.of(
                                        new Field("name", "Name", "", new Input.Line("text", "")).must(),
                                        new Field(
                                                        "page",
                                                        "Their status page",
                                                        "how it is written is found out",
                                                        new Input.Line("url", "https://status.vendor.example"))
                                                .must(),
                                        new Field(
                                                "hosts",
                                                "Hosts of theirs that you watch",
                                                "one a line; *.vendor.example takes all below it",
                                                new Input.Lines("api.vendor.example")),
                                        new Field(
                                                "components",
                                                "Only these components",
                                                "as their page calls them, one a line; none for all",
                                                new Input.Lines("")))),
                        new Group(
                                "When they report trouble",
                                "",
                                false,
                                List.of(new Field(
                                        "tell",
                                        "Tell the services whose monitors look at these hosts",
                                        "",
                                        new Input.Choice(
                                                List.of(
                                                        new Option("info", "with an alert that wakes nobody"),
                                                        new Option("warning", "with an alert that pages"),
                                                        new Option("never", "not at all: it is only shown")),
                                                "info")))),
                        new Group(
                                "How it is read",
                                "",
                                true,
                                List.of(
                                        new Field(
                                                "format",
                                                "Written as",
                                                "",
                                                new Input.Choice(
                                                        List.of(
                                                                new Option("auto", "find it out"),
                                                                new Option("statuspage", "Statuspage"),
                                                                new Option("incident.io", "incident.io"),
                                                                new Option("instatus", "Instatus"),
                                                                new Option("rss", "an RSS feed"),
                                                                new Option("atom", "an Atom feed")),
                                                        "auto")),
                                        new Field("every", "Read every", "", new Input.Line("text", "1m"))))),
                Map.of());
    }
}
