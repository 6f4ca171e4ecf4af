package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.detect.monitor.Monitor;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.auth.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a new installation still needs before it watches something, wakes somebody and tells customers.
public final class FirstSteps {
    /// @param path where it is done
    /// @param button what the link there says
    public record Step(String title, String why, String path, String button, boolean ready) {}

    private final Candor candor;

    FirstSteps(Candor candor) {
        this.candor = candor;
    }

    /// The steps in order, done ones too; empty when all are done or `who` may not do them.
    List<Step> of(Principal who) {
        if (!who.may(Resource.PEOPLE, Action.WRITE) || !(who instanceof Principal.Signed signed)) {
            return List.of();
        }
        Catalog catalog = candor.catalogs().current();
        Optional<Person> me = catalog.find(Person.KIND, signed.person());
        String mine = "/people/" + Console.encoded(signed.person()) + "/edit";
        var steps = new ArrayList<Step>();
        steps.add(new Step(
                "Say how you are woken",
                ways(),
                mine,
                "Add a way",
                me.filter(this::reachable).isPresent()));
        steps.add(new Step(
                "Rehearse how you are woken",
                "Press Rehearse beside a way of yours: a real message comes; open it and press “It reached me”.",
                "/people",
                "See your ways",
                me.filter(this::confirmed).isPresent()));
        steps.add(new Step(
                "Decide who is woken, and who next",
                "An escalation policy; it may name only you.",
                "/policies/new",
                "Make a policy",
                !catalog.all(EscalationPolicy.KIND).isEmpty()));
        steps.add(new Step(
                "Name what you run",
                "A service: your shop, your API.",
                "/services/new",
                "Make a service",
                !catalog.all(Service.KIND).isEmpty()));
        steps.add(new Step(
                "Watch it",
                "A monitor looks at an address again and again.",
                "/monitors/new",
                "Make a monitor",
                !catalog.all(Monitor.KIND).isEmpty()));
        steps.add(new Step(
                "Tell your customers",
                "A public page that shows what works.",
                "/pages/new",
                "Make a page",
                !catalog.all(Page.KIND).isEmpty()));
        return steps.stream().allMatch(Step::ready) ? List.of() : steps;
    }

    private String ways() {
        return candor.paging().ways().mailsLeave()
                ? "An e-mail address, a push topic, a webhook."
                : "A push topic or a webhook. No mail leaves yet: that needs a mail server, `smtp` in the settings or CANDOR_SMTP_HOST and CANDOR_SMTP_FROM, and a restart.";
    }

    /// The address that the first start makes up reaches nobody.
    private boolean reachable(Person person) {
        return candor.paging().ways().of(person).stream()
                .anyMatch(contact -> !contact.address().endsWith("@localhost"));
    }

    private boolean confirmed(Person person) {
        return candor.platform()
                .ledger()
                .read(tx -> candor.proving().contacts().store().everConfirmed(tx, person.name()));
    }
}
