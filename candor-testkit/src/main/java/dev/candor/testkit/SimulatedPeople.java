package dev.candor.testkit;

import dev.candor.paging.alert.Alerts;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// People with phones: they acknowledge after a while, or sleep on; sometimes they resolve an alert by hand, and cleo
/// writes to the public.
final class SimulatedPeople {
    private final SimulatedWorld world;
    private final Set<String> heard = new LinkedHashSet<>();

    SimulatedPeople(SimulatedWorld world) {
        this.world = world;
    }

    /// From now on phones are answered by chance.
    void live() {
        world.provider().onDelivered(message -> {
            if (message.event().equals("triggered") && world.weather().stormy() && heard.add(message.key())) {
                rings(message);
            }
        });
        publishes();
    }

    private void rings(SimulatedProvider.Delivered page) {
        if (page.alert().isEmpty()
                || page.person().isEmpty()
                || !world.weather().chance(0.35)) {
            return;
        }
        Duration reaction = world.weather().between(Duration.ofSeconds(5), Duration.ofMinutes(25));
        boolean resolves = world.weather().chance(0.1);
        UUID alert = UUID.fromString(page.alert());
        world.time().after(reaction, () -> act(alert, page.person(), resolves, 5));
        if (world.weather().chance(0.2)) {
            // Omar sits at the console in the same minute and clicks the other button.
            Duration moment = world.weather().between(Duration.ZERO, Duration.ofMillis(400));
            world.time().after(reaction.plus(moment), () -> act(alert, "omar", !resolves, 5));
        }
    }

    private void act(UUID alert, String person, boolean resolves, int triesLeft) {
        Optional<SimulatedNode> node = world.anyNode();
        if (node.isEmpty()) {
            again(alert, person, resolves, triesLeft);
            return;
        }
        world.fibers().start(node.get(), () -> {
            try {
                var alerts = node.get().paging().alerts();
                boolean done = resolves
                        ? alerts.resolve(alert, person) instanceof Alerts.Wish.Done
                        : alerts.acknowledge(alert, person);
                world.trace(person, (resolves ? "resolves " : "acknowledges ") + alert + " " + done);
            } catch (RuntimeException failure) {
                world.failed(person, failure);
                again(alert, person, resolves, triesLeft);
            }
        });
    }

    private void again(UUID alert, String person, boolean resolves, int triesLeft) {
        if (triesLeft > 0) {
            world.time().after(Duration.ofSeconds(15), () -> act(alert, person, resolves, triesLeft - 1));
        }
    }

    /// cleo says something about an open incident now and then.
    private void publishes() {
        world.time().after(world.weather().between(Duration.ofMinutes(5), Duration.ofMinutes(40)), () -> {
            if (!world.weather().stormy()) {
                return;
            }
            world.anyNode().ifPresent(node -> world.fibers().start(node, () -> publish(node)));
            publishes();
        });
    }

    private void publish(SimulatedNode node) {
        try {
            var open = node.platform().ledger().read(node.respond().incidents().store()::open);
            var page = node.catalogs()
                    .current()
                    .all(dev.candor.catalog.Page.KIND)
                    .getFirst()
                    .value();
            open.stream()
                    .filter(incident -> incident.isPublic()
                            && incident.state() != dev.candor.respond.incident.Incident.State.MITIGATED)
                    .findFirst()
                    .ifPresent(incident -> {
                        var draft = node.tell().updates().draft(incident, page);
                        Optional<String> refused = node.tell().updates().publish(incident.id(), draft, "cleo");
                        world.trace("cleo", "publishes on incident " + incident.number() + refused.orElse(""));
                    });
        } catch (RuntimeException failure) {
            world.failed("cleo", failure);
        }
    }
}
