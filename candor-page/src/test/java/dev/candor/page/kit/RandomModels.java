package dev.candor.page.kit;

import dev.candor.page.AffectedModel;
import dev.candor.page.BulletinModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.DayBar;
import dev.candor.page.Impact;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.MaintenanceState;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.Phase;
import dev.candor.page.TimePrecision;
import dev.candor.page.UpdateModel;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// Pages and words nobody would think of, the same for the same seed.
final class RandomModels {
    private static final String ALPHABET = "abc XYZ-_=\"\\/\n\t<&>{}[]:,ÄßéЖ中🙂\u2028\u0000\u001f";

    private final Random random;

    RandomModels(long seed) {
        random = new Random(seed);
    }

    PageModel page() {
        return new PageModel(
                code(),
                "shop-" + random.nextInt(100),
                text(),
                URI.create("https://status.shop.example/" + random.nextInt(9)),
                one(List.of("Etc/UTC", "Europe/Berlin", "Australia/Lord_Howe")),
                instant(),
                instant(),
                random.nextLong(1L << 50),
                some(4, () -> component(3)),
                some(4, this::incident),
                some(3, this::maintenance),
                new PagePolicy(
                        Duration.ofMillis(random.nextLong(30_000, 86_400_000)),
                        random.nextBoolean(),
                        maybe(() -> URI.create("mailto:help@shop.example")),
                        random.nextBoolean()),
                some(3, () -> new BulletinModel("2026-W1" + random.nextInt(10), text(), instant())));
    }

    List<HandWord> words() {
        return some(
                4,
                () -> new HandWord(
                        new UUID(random.nextLong(), random.nextLong()),
                        code(),
                        code(),
                        "x" + text(),
                        one(List.of(IncidentPhase.INVESTIGATING, IncidentPhase.MONITORING, IncidentPhase.RESOLVED)),
                        "x" + text(),
                        Map.of(code(), status()),
                        instant(),
                        "ana"));
    }

    private ComponentModel component(int deeper) {
        return new ComponentModel(
                code(),
                text(),
                maybe(this::text),
                status(),
                random.nextBoolean(),
                instant(),
                instant(),
                random.nextInt(1000),
                maybe(this::code),
                deeper == 0 ? List.of() : some(3, () -> component(deeper - 1)),
                some(90, this::day),
                maybe(this::date));
    }

    private DayBar day() {
        long unknown = random.nextInt(20_000);
        long partial = random.nextInt(20_000);
        long major = random.nextInt(20_000);
        return new DayBar(
                date(),
                status(),
                unknown + partial + major + random.nextInt(20_000),
                unknown,
                partial,
                major,
                some(3, this::code));
    }

    private IncidentModel incident() {
        return new IncidentModel(
                code(),
                text(),
                one(List.of(IncidentPhase.values())),
                one(List.of(Impact.values())),
                new IncidentTimes(
                        maybe(this::instant),
                        maybe(this::instant),
                        maybe(this::instant),
                        maybe(this::instant),
                        one(List.of(TimePrecision.values())),
                        maybe(this::text)),
                instant(),
                some(5, () -> update(one(List.of(IncidentPhase.values())))),
                some(3, this::code),
                maybe(this::text),
                maybe(this::instant),
                random.nextBoolean());
    }

    private MaintenanceModel maintenance() {
        return new MaintenanceModel(
                code(),
                text(),
                one(List.of(MaintenanceState.values())),
                instant(),
                instant(),
                instant(),
                instant(),
                maybe(this::instant),
                maybe(this::instant),
                some(4, () -> update(one(List.of(MaintenanceState.values())))),
                some(3, this::code));
    }

    private UpdateModel update(Phase phase) {
        return new UpdateModel(
                code(),
                phase,
                text(),
                maybe(this::instant),
                maybe(this::instant),
                some(3, () -> new AffectedModel(code(), text(), status(), status())),
                random.nextBoolean(),
                some(3, () -> new UpdateModel.Earlier(text(), instant(), text())));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(int most, Supplier<T> item) {
        var items = new ArrayList<T>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }

    private String text() {
        var text = new StringBuilder();
        int[] letters = ALPHABET.codePoints().toArray();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private String code() {
        var code = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            code.append((char) ('a' + random.nextInt(26)));
        }
        return code.toString();
    }

    private ComponentStatus status() {
        return one(List.of(ComponentStatus.values()));
    }

    private Instant instant() {
        return Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000), random.nextInt(1_000_000_000));
    }

    private LocalDate date() {
        return LocalDate.of(2026, 1, 1).plusDays(random.nextInt(400));
    }
}
