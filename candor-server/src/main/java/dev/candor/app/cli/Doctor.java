package dev.candor.app.cli;

import dev.candor.app.Offline;
import dev.candor.app.Settings;
import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.channel.email.EmailSender;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.WakesNobody;
import dev.candor.platform.auth.Role;
import dev.candor.platform.http.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Examines settings, disk, databases, mail server and what would wake nobody.",
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "One object a line.")
    boolean json;

    private record Finding(boolean good, String what, String detail) {}

    @Override
    public Integer call() {
        Settings settings = store.load();
        var findings = new ArrayList<Finding>();
        settings(settings, findings);
        disk(settings, findings);
        databases(settings, findings);
        mail(settings, findings);
        findings.forEach(this::print);
        return findings.stream().allMatch(Finding::good) ? 0 : 1;
    }

    private void print(Finding finding) {
        System.out.println(
                json
                        ? Json.write(
                                Json.object("good", finding.good(), "what", finding.what(), "detail", finding.detail()))
                        : (finding.good() ? "ok  " : "!!  ") + finding.what() + ": " + finding.detail());
    }

    private static void settings(Settings settings, List<Finding> findings) {
        findings.add(new Finding(true, "data", settings.data().toAbsolutePath().toString()));
        findings.add(
                new Finding(true, "database", settings.databaseUrl().isPresent() ? "PostgreSQL" : "SQLite (embedded)"));
        findings.add(new Finding(
                true,
                "console",
                text(settings.listen())
                        + settings.consoleUrl().map(url -> " as " + url).orElse("")));
        findings.add(new Finding(
                true,
                "pages",
                text(settings.pageListen())
                        + settings.pagesUrl().map(url -> " as " + url).orElse("")));
        findings.add(new Finding(
                true,
                "network.allow",
                settings.networkAllow().isEmpty()
                        ? "public addresses only"
                        : String.join(", ", settings.networkAllow())));
        findings.add(new Finding(
                true,
                "retention",
                "results " + Durations.format(settings.retention().results()) + ", rollups "
                        + Durations.format(settings.retention().rollups()) + ", deliveries "
                        + Durations.format(settings.retention().deliveries()) + ", runs "
                        + Durations.format(settings.retention().runs())));
        findings.add(new Finding(
                true,
                "trusted-proxies",
                settings.trustedProxies().isEmpty() ? "none" : String.join(", ", settings.trustedProxies())));
        findings.add(new Finding(
                true,
                "secrets-key",
                settings.secretsKeys().isEmpty()
                        ? "in the data folder"
                        : settings.secretsKeys().size() + " from the settings"));
        findings.add(new Finding(
                true,
                "page-directory",
                settings.pageDirectory()
                        .map(folder -> folder.toAbsolutePath().toString())
                        .orElse("none")));
        findings.add(new Finding(
                true, "log", settings.log().level() + (settings.log().json() ? ", as JSON" : ", as text")));
        certificates(settings, findings);
    }

    private static void certificates(Settings settings, List<Finding> findings) {
        if (settings.tls().isEmpty()) {
            findings.add(new Finding(true, "tls", "none: plain HTTP, for a proxy before it"));
        }
        Instant now = SystemTime.wall().instant();
        for (X509Certificate own : ServerTls.certificates(settings.tls())) {
            Instant end = own.getNotAfter().toInstant();
            long days = Duration.between(now, end).toDays();
            String name = own.getSubjectX500Principal().getName();
            findings.add(new Finding(
                    days >= 14,
                    "tls",
                    name + (end.isBefore(now) ? " ended on " + end : " ends in " + days + " days, on " + end)));
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static void disk(Settings settings, List<Finding> findings) {
        try {
            Path folder = Files.createDirectories(settings.data());
            Path probe = Files.createTempFile(folder, "doctor", ".tmp");
            Files.write(probe, new byte[4096]);
            Files.delete(probe);
            long free = Files.getFileStore(folder).getUsableSpace() >> 20;
            findings.add(
                    new Finding(free > 1024, "disk", free + " MiB free" + (free > 1024 ? "" : ": less than 1 GiB")));
        } catch (IOException failure) {
            findings.add(new Finding(false, "disk", "the data folder cannot be written: " + failure));
        }
    }

    private static void databases(Settings settings, List<Finding> findings) {
        if (settings.databaseUrl().isEmpty() && !Files.exists(settings.data().resolve("ledger.db"))) {
            findings.add(new Finding(true, "databases", "none yet: the first start makes them"));
            return;
        }
        try {
            if (settings.databaseUrl().isEmpty()) {
                for (String name : Backup.DATABASES) {
                    String answer = Restore.integrity(settings.data().resolve(name));
                    findings.add(new Finding(answer.equals("ok"), name, answer));
                }
            }
            try (Offline offline = new Offline(settings)) {
                findings.add(new Finding(true, "schema", "current"));
                people(offline, Ways.of(settings.smtp()), findings);
                long dead = offline.platform().ledger().read(offline.platform().outbox()::depths).stream()
                        .filter(depth -> depth.state().equals("dead"))
                        .mapToLong(depth -> depth.count())
                        .sum();
                findings.add(new Finding(dead == 0, "deliveries", dead + " dead letters"));
            }
        } catch (SQLException | RuntimeException failure) {
            findings.add(new Finding(false, "databases", String.valueOf(failure.getMessage())));
        }
    }

    private static void people(Offline offline, Ways ways, List<Finding> findings) {
        var catalog = offline.catalogs().current();
        var reach = new Reach(catalog, ways);
        List<String> unreachable = catalog.all(Person.KIND).stream()
                .filter(person -> !person.value().disabled() && person.value().role() != Role.VIEWER)
                .flatMap(person -> reach.objection(person.name()).stream().map(why -> person.name() + " " + why))
                .toList();
        findings.add(new Finding(
                unreachable.isEmpty(),
                "people",
                unreachable.isEmpty() ? "everybody has a way that can work" : String.join("; ", unreachable)));
        Instant now = SystemTime.wall().instant();
        List<String> silent = catalog.all(Service.KIND).stream()
                .flatMap(service -> WakesNobody.why(service.value(), reach, now).stream()
                        .map(why -> service.name() + " (" + why + ")"))
                .toList();
        findings.add(new Finding(
                silent.isEmpty(),
                "services",
                silent.isEmpty()
                        ? "every service would page somebody now"
                        : "would wake nobody: " + String.join(", ", silent)));
        List<String> empty = catalog.all(EscalationPolicy.KIND).stream()
                .flatMap(policy -> WakesNobody.emptySteps(policy.value(), reach, now).stream()
                        .map(step -> policy.name() + ": " + step))
                .toList();
        findings.add(new Finding(
                empty.isEmpty(),
                "policies",
                empty.isEmpty() ? "every step would reach somebody now" : String.join(", ", empty)));
    }

    private static void mail(Settings settings, List<Finding> findings) {
        if (settings.smtp().isEmpty()) {
            findings.add(new Finding(false, "smtp", "no mail server is configured: mails become dead letters"));
            return;
        }
        var smtp = settings.smtp().get();
        findings.add(EmailSender.objection(smtp)
                .map(why -> new Finding(false, "smtp", smtp + " cannot take a mail: " + why))
                .orElseGet(() -> new Finding(true, "smtp", smtp + " answers and would take a mail")));
    }
}
