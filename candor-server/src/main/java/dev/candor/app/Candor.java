package dev.candor.app;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.catalog.document.Kind;
import dev.candor.detect.Detect;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Scheduler;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.learn.Learn;
import dev.candor.page.PageServer;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.Trust;
import dev.candor.paging.Paging;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.HttpSending;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.email.EmailSender;
import dev.candor.paging.channel.ntfy.NtfySender;
import dev.candor.paging.channel.webhook.WebhookSender;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.paging.oncall.Schedule;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.Passwords;
import dev.candor.platform.db.Database;
import dev.candor.platform.http.EventStream;
import dev.candor.platform.http.Router;
import dev.candor.platform.http.ServerTls;
import dev.candor.platform.http.TrustedProxies;
import dev.candor.platform.http.WebServer;
import dev.candor.platform.jobs.DueLoop;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.secret.SecretBox;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.Prober;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.DnsResolver;
import dev.candor.respond.Respond;
import dev.candor.tell.Tell;
import dev.candor.tell.page.Pages;
import dev.candor.tell.subscriber.Subscribers;
import dev.candor.tell.update.Updates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running Candor: every part built by hand, in order; closed in reverse.
public final class Candor implements AutoCloseable {
    /// Every kind of catalog document there is.
    public static final List<Kind<?>> KINDS = List.of(
            Team.KIND,
            Person.KIND,
            Channel.KIND,
            Schedule.KIND,
            EscalationPolicy.KIND,
            Service.KIND,
            Monitor.KIND,
            Page.KIND);

    private static final Logger LOG = LoggerFactory.getLogger(Candor.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    /// How often renewed certificate files are looked for.
    private static final Duration CERTIFICATES = Duration.ofMinutes(1);

    private final Settings settings;
    private final Closers closers = new Closers();
    private final List<DueLoop> loops = new ArrayList<>();
    private final Platform platform;
    private final Catalogs catalogs;
    private final Applying applying;
    private final Gate gate;
    private final Passwords passwords;
    private final Detect detect;
    private final Paging paging;
    private final Respond respond;
    private final Tell tell;
    private final Learn learn;
    private final Scheduler scheduler;
    private final EventStream live = new EventStream();
    private final LiveScreens screens = new LiveScreens(live);
    private final Optional<ServerTls> tls;
    private final WebServer web;
    private final PageServer pageServer;
    private final Optional<SnapshotDirectory> pageDirectory;
    private Optional<String> firstLogin = Optional.empty();

    public Candor(Settings settings) {
        this.settings = settings;
        try {
            Files.createDirectories(settings.data());
        } catch (IOException failure) {
            throw new UncheckedIOException("the data folder " + settings.data() + " cannot be made", failure);
        }
        closers.own("data lock", DataLock.take(settings.data()));
        String worker = Worker.of(settings.data(), Randomness.secure());
        var clock = SystemTime.wall();
        var elapsed = SystemTime.elapsed();
        var random = Randomness.secure();
        var ids = new Ids(clock, random);
        SecretBox secrets = settings.secretsKeys().isEmpty()
                ? SecretBox.fromFile(settings.data().resolve("secrets.key"), random)
                : new SecretBox(
                        settings.secretsKeys().stream().map(SecretBox::key).toList(), random);
        Databases databases = Databases.open(settings, closers);
        platform = new Platform(
                clock, elapsed, SystemTime.sleeper(), ids, random, databases.ledger(), databases.results(), secrets);
        catalogs = new Catalogs(platform.ledger(), new CatalogStore(KINDS, secrets));
        catalogs.reload();
        refuseStrangeKey();
        applying = new Applying(platform.ledger(), catalogs, platform.audit(), ids, clock);
        gate = new Gate(platform.ledger(), platform.access(), catalogs, ids, random, clock);
        passwords = closers.own("passwords", new Passwords());

        var resolver = DnsResolver.system(elapsed);
        var guard = AddressGuard.allowing(settings.networkAllow());
        Prober prober = closers.own("prober", new Prober(clock, elapsed, resolver, guard));
        var http = new HttpSending(closers.own("http client", new GuardedHttp(clock, elapsed, resolver, guard)));
        Spool spool = closers.own("spool", Spool.open(settings.data().resolve("spool"), this::wakeIntake));

        detect = new Detect(platform, catalogs, spool, prober::run);
        learn = new Learn(platform);
        pageDirectory =
                settings.pageDirectory().map(folder -> new SnapshotDirectory(folder, Trust.keys(java.util.Set.of())));
        tell = new Tell(platform, catalogs, detect, learn.onPages(), publisher(), this::pagesUrl);
        respond = new Respond(platform, catalogs, tell.updates());
        var maintenances = new MaintenanceStore();
        paging = new Paging(
                platform,
                catalogs,
                detect,
                (tx, service, _) -> maintenances.covering(tx, service),
                respond.incidents(),
                new PageText(this::consoleUrl));

        ExecutorService threads = closers.own("workers", Executors.newVirtualThreadPerTaskExecutor());
        scheduler = closers.own("scheduler", new Scheduler(Detect.HERE, clock, elapsed, threads, detect::run));
        tls = settings.tls().isEmpty() ? Optional.empty() : Optional.of(new ServerTls(settings.tls()));
        pageServer = closers.own(
                "page server",
                new PageServer(
                        resolved(settings.pageListen()), Optional.of(tell.forward()), tls.map(ServerTls::factory)));
        web = closers.own(
                "web server",
                new WebServer(
                        resolved(settings.listen()),
                        new Router(Web.routes(this)),
                        gate,
                        TrustedProxies.of(settings.trustedProxies()),
                        settings.consoleUrl().map(Candor::origin),
                        tls));
        closers.own("live screens", live::closeAll);
        buildLoops(threads, http, worker);
    }

    /// Going on without its secrets would send unsigned webhooks and monitors that cannot log in.
    private void refuseStrangeKey() {
        List<String> closed = platform.ledger().read(catalogs.store()::unopenable);
        if (!closed.isEmpty()) {
            throw new IllegalStateException("the secrets of " + String.join(", ", closed)
                    + " cannot be opened: they were sealed with another key than the one in "
                    + (settings.secretsKeys().isEmpty() ? settings.data().resolve("secrets.key") : "secrets-key")
                    + "; bring that key back, from a backup if need be");
        }
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }

    private static java.net.InetSocketAddress resolved(java.net.InetSocketAddress address) {
        return new java.net.InetSocketAddress(address.getHostString(), address.getPort());
    }

    private Pages.Publisher publisher() {
        return new Pages.Publisher() {
            @Override
            public void publish(Snapshot snapshot, Page page, boolean first) {
                pageServer.publish(snapshot, page.host(), first);
                pageDirectory.ifPresent(directory -> write(directory, snapshot));
            }

            @Override
            public void withdraw(String slug) {
                pageServer.withdraw(slug);
            }
        };
    }

    private static void write(SnapshotDirectory directory, Snapshot snapshot) {
        try {
            directory.write(snapshot);
        } catch (IOException failure) {
            LOG.warn("The page {} could not be written to its directory: {}", snapshot.slug(), failure.getMessage());
        }
    }

    private void buildLoops(ExecutorService threads, HttpSending http, String worker) {
        // The data folder is ours alone: whoever claimed in its name before is dead.
        platform.ledger()
                .inTransaction(tx -> platform.outbox()
                        .releaseClaims(tx, worker, platform.clock().instant()));
        Map<String, Sender> senders = Map.of(
                "email",
                new EmailSender(settings.smtp(), platform.clock()),
                "webhook",
                new WebhookSender(http, catalogs, platform.clock()),
                "ntfy",
                new NtfySender(http, catalogs),
                Subscribers.FAN_OUT,
                tell.subscribers());
        loop("intake", detect.intake(), List.of());
        loop("alerts", paging.alerts(), List.of(SignalStore.TOPIC, MaintenanceStore.TOPIC));
        loop("escalation", paging.escalations(), List.of(EscalationStore.TOPIC));
        loop("incidents", respond.incidents(), List.of(SignalStore.TOPIC));
        loop("maintenance", tell.maintenances(), List.of(MaintenanceStore.TOPIC));
        loop("pages", tell.pages(), List.of(Updates.TOPIC, Verdicts.TOPIC, MaintenanceStore.TOPIC, CatalogStore.TOPIC));
        loop("catalog", this::reloadCatalog, List.of(CatalogStore.TOPIC));
        loop("results", detect.results(), List.of());
        List<String> seen = List.of(Journal.TOPIC, Verdicts.TOPIC, OutboxStore.TOPIC);
        seen.forEach(topic -> platform.ledger().onCommit(topic, screens::changed));
        loop("live", screens, seen);
        for (Lane lane : Lane.values()) {
            var holder = new DueLoop[1];
            var body = new OutboxLoop(
                    lane,
                    platform.ledger(),
                    platform.outbox(),
                    senders,
                    paging.escalations(),
                    platform.clock(),
                    platform.random(),
                    worker,
                    threads,
                    () -> holder[0].wake());
            holder[0] = loop("outbox-" + lane.word(), body, List.of(OutboxStore.TOPIC));
        }
        loop("housekeeping", new Housekeeping(platform, detect, settings.retention()), List.of());
        tls.ifPresent(own -> loop("certificates", now -> refreshed(own, now), List.of()));
    }

    private DueLoop loop(String name, Ticking body, List<String> topics) {
        DueLoop loop = new DueLoop(name, body, platform.clock(), POLL);
        topics.forEach(topic -> platform.ledger().onCommit(topic, loop::wake));
        loops.add(loop);
        closers.own("loop " + name, loop);
        return loop;
    }

    private static Optional<Instant> refreshed(ServerTls own, Instant now) {
        own.refresh();
        return Optional.of(now.plus(CERTIFICATES));
    }

    private void wakeIntake() {
        loops.stream().filter(loop -> loop.name().equals("intake")).forEach(DueLoop::wake);
    }

    private Optional<Instant> reloadCatalog(Instant now) {
        catalogs.reloadIfChanged();
        detect.reschedule(scheduler);
        return Optional.empty();
    }

    /// Opens the ports and starts every loop.
    public Candor start() {
        firstLogin = Bootstrap.admit(this);
        tell.pages().tick(platform.clock().instant()); // the first page is there before anybody can ask
        pageServer.start();
        web.start();
        loops.forEach(DueLoop::start);
        scheduler.start();
        return this;
    }

    /// Who may sign in, `name / password`, when this start was the first; never again after it.
    public Optional<String> firstLogin() {
        return firstLogin;
    }

    public String consoleUrl() {
        return settings.consoleUrl()
                .map(Object::toString)
                .orElseGet(() -> web.uri().toString())
                .replaceAll("/$", "");
    }

    public String pagesUrl() {
        return settings.pagesUrl()
                .map(Object::toString)
                .orElseGet(this::pageServerUrl)
                .replaceAll("/$", "");
    }

    private String pageServerUrl() {
        try {
            return pageServer.uri().toString();
        } catch (RuntimeException notStarted) {
            return (tls.isPresent() ? "https://" : "http://")
                    + settings.pageListen().getHostString() + ":"
                    + settings.pageListen().getPort();
        }
    }

    public Settings settings() {
        return settings;
    }

    public Platform platform() {
        return platform;
    }

    public Catalogs catalogs() {
        return catalogs;
    }

    public Applying applying() {
        return applying;
    }

    public Gate gate() {
        return gate;
    }

    public Passwords passwords() {
        return passwords;
    }

    public Detect detect() {
        return detect;
    }

    public Paging paging() {
        return paging;
    }

    public Respond respond() {
        return respond;
    }

    public Tell tell() {
        return tell;
    }

    public Learn learn() {
        return learn;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public EventStream live() {
        return live;
    }

    public PageServer pageServer() {
        return pageServer;
    }

    public List<DueLoop> loops() {
        return List.copyOf(loops);
    }

    @Override
    public void close() {
        detect.results().flush(platform.clock().instant());
        closers.close();
    }

    Database ledger() {
        return platform.ledger();
    }
}
