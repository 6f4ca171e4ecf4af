package dev.candor.page;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// An invented shop's page, for tests and screenshots: Fernwood sells garden tools.
final class DemoPage {
    /// Fixed, so that tests know every byte; the demo for people runs in the present.
    static final Instant NOW = Instant.parse(System.getProperty("demo.now", "2026-08-12T14:32:00Z"));

    static final String CHECKOUT = "chk0out0shop";
    static final String SEARCH = "searchxxshop";

    private static final Instant BORN = Instant.parse("2024-02-01T09:00:00Z");

    private DemoPage() {}

    /// Everything fine, nothing ever happened.
    static PageModel calm() {
        return page(components(ComponentStatus.OPERATIONAL, false), List.of(), List.of());
    }

    /// An open incident, planned work, a past full of things.
    static PageModel busy() {
        return page(components(ComponentStatus.PARTIAL_OUTAGE, true), incidents(), maintenances());
    }

    /// As bad as it gets: something is down, the promised update is late, and planned work takes too long.
    static PageModel down() {
        IncidentModel open = openOne();
        var critical = new IncidentModel(
                open.id(),
                "Nobody can pay",
                IncidentPhase.INVESTIGATING,
                Impact.CRITICAL,
                open.times(),
                open.updatedAt(),
                open.updates(),
                open.componentIds(),
                Optional.empty(),
                Optional.of(NOW.minusSeconds(600)),
                false);
        MaintenanceModel planned = maintenances().getFirst();
        var late = new MaintenanceModel(
                planned.id(),
                planned.name(),
                MaintenanceState.VERIFYING,
                NOW.minus(Duration.ofHours(3)),
                NOW.minus(Duration.ofHours(1)),
                planned.createdAt(),
                planned.updatedAt(),
                Optional.of(NOW.minus(Duration.ofHours(3))),
                Optional.empty(),
                planned.updates(),
                planned.componentIds());
        var components = new ArrayList<>(components(ComponentStatus.MAJOR_OUTAGE, false));
        components.set(3, components.get(3).in(ComponentStatus.DEGRADED_PERFORMANCE, NOW));
        components.set(2, components.get(2).in(ComponentStatus.UNDER_MAINTENANCE, NOW));
        return page(components, List.of(critical), List.of(late));
    }

    static PageModel page(
            List<ComponentModel> components, List<IncidentModel> incidents, List<MaintenanceModel> maintenances) {
        return new PageModel(
                "fernwoodpage",
                "fernwood",
                "Fernwood",
                URI.create("https://status.fernwood.example"),
                "Etc/UTC",
                NOW.minusSeconds(480),
                NOW,
                4711,
                components,
                incidents,
                maintenances,
                new PagePolicy(
                        Duration.ofMinutes(5), true, Optional.of(URI.create("mailto:help@fernwood.example")), false));
    }

    static PageModel at(PageModel page, Instant renderedAt, long sequence) {
        return new PageModel(
                page.id(),
                page.slug(),
                page.name(),
                page.url(),
                page.timeZone(),
                page.updatedAt(),
                renderedAt,
                sequence,
                page.components(),
                page.incidents(),
                page.maintenances(),
                page.policy());
    }

    static PageModel named(PageModel page, String slug, String name) {
        return new PageModel(
                page.id(),
                slug,
                name,
                URI.create("https://" + slug + ".example"),
                page.timeZone(),
                page.updatedAt(),
                page.renderedAt(),
                page.sequence(),
                page.components(),
                page.incidents(),
                page.maintenances(),
                page.policy());
    }

    static List<ComponentModel> components(ComponentStatus checkout, boolean oneUnknown) {
        var shop = group(
                "shopgroup001",
                "Shop",
                1,
                List.of(
                        part("frontxx0shop", "Storefront", 1, "Browsing, product pages and the basket", 1),
                        part(CHECKOUT, "Checkout", 2, "Paying by card, invoice or voucher", 2)
                                .in(checkout, NOW.minus(Duration.ofMinutes(52))),
                        part(SEARCH, "Search", 3, "Finding tools, seeds and plants", 3),
                        part("accountxshop", "Accounts", 4, "Signing in, orders and addresses", 4)));
        var delivery = group(
                "delivgroup02",
                "Delivery",
                2,
                List.of(
                        part("tracking0001", "Parcel tracking", 1, "Where a parcel is", 5)
                                .withUnknown(oneUnknown),
                        part("slots0000001", "Delivery slots", 2, "Choosing day and hour", 6)));
        var api = part("partnerapi01", "Partner API", 3, "For resellers and garden centres", 7);
        var mail = part("mailxxxxx001", "E-mail", 4, "Order confirmations and invoices", 8);
        return List.of(shop, delivery, api, mail);
    }

    private static ComponentModel group(String id, String name, int position, List<ComponentModel> members) {
        return ComponentModel.of(id, name, BORN, position)
                .with(members.stream().map(member -> member.inGroup(id)).toList());
    }

    private static ComponentModel part(String id, String name, int position, String about, long seed) {
        return ComponentModel.of(id, name, BORN, position).describedAs(about).withDays(days(seed));
    }

    static List<DayBar> days(long seed) {
        var chance = new Random(seed * 7919);
        var days = new ArrayList<DayBar>();
        LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
        for (int back = 89; back >= 0; back--) {
            LocalDate date = today.minusDays(back);
            long counted = back == 0 ? 52_320 : 86_400;
            double roll = chance.nextDouble();
            if (seed == 6 && back > 61) {
                days.add(new DayBar(date, ComponentStatus.OPERATIONAL, 0, 0, 0, 0, List.of()));
            } else if (seed == 2 && back == 0) {
                days.add(new DayBar(
                        date, ComponentStatus.PARTIAL_OUTAGE, counted, 0, 3_120, 0, List.of("inccheckout1")));
            } else if (roll < .012) {
                days.add(new DayBar(date, ComponentStatus.MAJOR_OUTAGE, counted, 0, 900, 1_500, List.of()));
            } else if (roll < .03) {
                days.add(new DayBar(date, ComponentStatus.PARTIAL_OUTAGE, counted, 0, 2_040, 0, List.of()));
            } else if (roll < .055) {
                days.add(new DayBar(date, ComponentStatus.DEGRADED_PERFORMANCE, counted, 0, 0, 0, List.of()));
            } else if (roll < .07) {
                days.add(new DayBar(date, ComponentStatus.UNDER_MAINTENANCE, counted, 0, 0, 0, List.of()));
            } else if (roll < .078) {
                days.add(new DayBar(date, ComponentStatus.OPERATIONAL, counted, counted, 0, 0, List.of()));
            } else {
                days.add(new DayBar(date, ComponentStatus.OPERATIONAL, counted, 0, 0, 0, List.of()));
            }
        }
        return days;
    }

    static List<IncidentModel> incidents() {
        return List.of(openOne(), searchOne(), reviewedOne(), springOne(), importedOne());
    }

    static IncidentModel openOne() {
        Instant began = NOW.minus(Duration.ofMinutes(52));
        return new IncidentModel(
                "inccheckout1",
                "Some card payments are refused",
                IncidentPhase.IDENTIFIED,
                Impact.MAJOR,
                IncidentTimes.of(began.plusSeconds(240), began),
                NOW.minus(Duration.ofMinutes(8)),
                List.of(
                        UpdateModel.of(
                                "updcheckout3",
                                IncidentPhase.IDENTIFIED,
                                "One of our two payment partners refuses cards issued in the **last month**. We are sending"
                                        + " all card payments through the other one, which takes about *ten minutes* to"
                                        + " reach every region.",
                                NOW.minus(Duration.ofMinutes(8))),
                        UpdateModel.of(
                                        "updcheckout2",
                                        IncidentPhase.INVESTIGATING,
                                        "About one card payment in six fails. Paying by invoice or voucher works.",
                                        NOW.minus(Duration.ofMinutes(33)))
                                .affecting(List.of(new AffectedModel(
                                        CHECKOUT,
                                        "Checkout",
                                        ComponentStatus.OPERATIONAL,
                                        ComponentStatus.PARTIAL_OUTAGE))),
                        UpdateModel.of(
                                "updcheckout1",
                                IncidentPhase.INVESTIGATING,
                                "Customers tell us that paying fails for some of them. We are looking into it.",
                                NOW.minus(Duration.ofMinutes(48)))),
                List.of(CHECKOUT),
                Optional.empty(),
                Optional.of(NOW.plus(Duration.ofMinutes(13))),
                false);
    }

    private static IncidentModel searchOne() {
        Instant began = NOW.minus(Duration.parse("P3DT7H51M"));
        return new IncidentModel(
                "incsearch001",
                "Search results come late",
                IncidentPhase.RESOLVED,
                Impact.MINOR,
                IncidentTimes.of(began.plusSeconds(300), began)
                        .monitoringAt(began.plusSeconds(2_100))
                        .resolvedAt(began.plusSeconds(3_960)),
                began.plusSeconds(3_960),
                List.of(
                        UpdateModel.of(
                                "updsearch002",
                                IncidentPhase.RESOLVED,
                                "Results arrive as fast as usual again. A nightly clean-up had run into the morning.",
                                began.plusSeconds(3_960)),
                        UpdateModel.of(
                                "updsearch001",
                                IncidentPhase.MONITORING,
                                "The clean-up is stopped, answers get faster. We keep watching.",
                                began.plusSeconds(2_100))),
                List.of(SEARCH),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static IncidentModel reviewedOne() {
        Instant began = NOW.minus(Duration.parse("P10DT21H27M"));
        return new IncidentModel(
                "incdeliver01",
                "No delivery slots can be chosen",
                IncidentPhase.POSTMORTEM,
                Impact.CRITICAL,
                IncidentTimes.of(began.plusSeconds(120), began)
                        .monitoringAt(began.plusSeconds(3_000))
                        .resolvedAt(began.plusSeconds(5_280)),
                began.plusSeconds(90_000),
                List.of(
                        UpdateModel.of(
                                "upddeliver03",
                                IncidentPhase.POSTMORTEM,
                                "We have written down what happened and what we change.",
                                began.plusSeconds(90_000)),
                        UpdateModel.of(
                                        "upddeliver02",
                                        IncidentPhase.RESOLVED,
                                        "Slots can be chosen again. Orders placed without one have been given the next free"
                                                + " morning.",
                                        began.plusSeconds(5_280))
                                .affecting(List.of(new AffectedModel(
                                        "slots0000001",
                                        "Delivery slots",
                                        ComponentStatus.MAJOR_OUTAGE,
                                        ComponentStatus.OPERATIONAL))),
                        UpdateModel.of(
                                "upddeliver01",
                                IncidentPhase.INVESTIGATING,
                                "The choice of slots stays empty for everybody.",
                                began.plusSeconds(120))),
                List.of("slots0000001", CHECKOUT),
                Optional.of("""
                        ## What happened

                        A change to the way we count free vans took away **every slot** for 1 hour and 28 minutes. Customers
                        could fill a basket and pay, but not say when to deliver.

                        ## Why nobody saw it in time

                        The change was tried with three vans. With all *412* of them the count took longer than the
                        30 seconds it is given, and no count meant no slot:

                        ```
                        slots: count gave up after 30 s, showing 0 of 3,180
                        ```

                        > No count is not the same as no slot. We had told them apart nowhere.

                        ## What we change

                        1. The last good count stays in place when a new one does not arrive.
                        2. A probe chooses a slot every minute, as a customer would.
                        3. Changes to counting are tried with a copy of the whole fleet.

                        Sorry to everybody who waited. [Write to us](mailto:help@fernwood.example) if something about your
                        order is still wrong.
                        """),
                Optional.empty(),
                false);
    }

    private static IncidentModel springOne() {
        Instant began = NOW.minus(Duration.parse("P116DT14H32M"));
        return new IncidentModel(
                "incspring001",
                "Storefront slow on the first warm weekend",
                IncidentPhase.RESOLVED,
                Impact.MINOR,
                new IncidentTimes(
                        Optional.of(began),
                        Optional.of(began),
                        Optional.empty(),
                        Optional.empty(),
                        TimePrecision.DAY,
                        Optional.of("Imported from our old page.")),
                Instant.parse("2026-05-02T08:00:00Z"),
                List.of(new UpdateModel(
                        "updspring001",
                        IncidentPhase.RESOLVED,
                        "More people than ever bought tomato plants. We added machines.",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false)),
                List.of("frontxx0shop"),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    static IncidentModel importedOne() {
        return new IncidentModel(
                "incold000001",
                "Voucher codes not accepted",
                IncidentPhase.RESOLVED,
                Impact.NONE,
                IncidentTimes.unrecorded("Copied from a list that names no times."),
                Instant.parse("2026-05-02T08:00:00Z"),
                List.of(new UpdateModel(
                        "updold000001",
                        IncidentPhase.RESOLVED,
                        "Codes with an umlaut work again.",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false)),
                List.of(CHECKOUT),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    static List<MaintenanceModel> maintenances() {
        Instant soon = NOW.plus(Duration.parse("P2DT11H28M"));
        Instant done = NOW.minus(Duration.parse("P7DT12H32M"));
        return List.of(
                new MaintenanceModel(
                        "mntdatabase1",
                        "Moving accounts to a larger database",
                        MaintenanceState.SCHEDULED,
                        soon,
                        soon.plus(Duration.ofHours(2)),
                        NOW.minus(Duration.ofDays(3)),
                        NOW.minus(Duration.ofDays(3)),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(UpdateModel.of(
                                "updmntdata01",
                                MaintenanceState.SCHEDULED,
                                "You stay signed in, but for about ten minutes addresses cannot be changed.",
                                NOW.minus(Duration.ofDays(3)))),
                        List.of("accountxshop")),
                new MaintenanceModel(
                        "mntmailxxx01",
                        "New mail servers",
                        MaintenanceState.COMPLETED,
                        done,
                        done.plus(Duration.ofHours(1)),
                        done.minus(Duration.ofDays(5)),
                        done.plus(Duration.ofMinutes(44)),
                        Optional.of(done),
                        Optional.of(done.plus(Duration.ofMinutes(44))),
                        List.of(UpdateModel.of(
                                "updmntmail01",
                                MaintenanceState.COMPLETED,
                                "All mail goes through the new servers.",
                                done.plus(Duration.ofMinutes(44)))),
                        List.of("mailxxxxx001")));
    }
}
