package dev.candor.app;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogCopy;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Location;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.catalog.document.Kind;
import dev.candor.detect.Detect;
import dev.candor.detect.arrival.ArrivalDoor;
import dev.candor.detect.change.ChangeIntake;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Scheduler;
import dev.candor.detect.telemetry.LogSource;
import dev.candor.detect.vendor.Vendor;
import dev.candor.detect.vendor.VendorViews;
import dev.candor.detect.vendor.Vendors;
import dev.candor.learn.Learn;
import dev.candor.learn.action.ActionItems;
import dev.candor.learn.bulletin.Bulletins;
import dev.candor.page.PageServer;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.Trust;
import dev.candor.paging.Paging;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.HttpSending;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.channel.canary.CanarySender;
import dev.candor.paging.emergency.EmergencyPages;
import dev.candor.paging.emergency.Knocking;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.proof.Canary;
import dev.candor.paging.proof.CanaryRule;
import dev.candor.paging.proof.DirectWord;
import dev.candor.paging.proof.Proving;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.Passwords;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.http.EventStream;
import dev.candor.platform.http.Router;
import dev.candor.platform.http.ServerTls;
import dev.candor.platform.http.TrustedProxies;
import dev.candor.platform.http.WebServer;
import dev.candor.platform.jobs.DueLoop;
import dev.candor.platform.outbox.Sender;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.Prober;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.DnsResolver;
import dev.candor.respond.Respond;
import dev.candor.respond.runbook.OutsideWorld;
import dev.candor.respond.runbook.Runbook;
import dev.candor.respond.runbook.Runbooks;
import dev.candor.respond.runbook.haproxy.LoadBalancer;
import dev.candor.respond.watch.Detected;
import dev.candor.respond.watch.Watches;
import dev.candor.tell.Tell;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
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
            Location.KIND,
            Monitor.KIND,
            LogSource.KIND,
            Page.KIND,
            Vendor.KIND,
            Runbook.KIND);

    private static final Logger LOG = LoggerFactory.getLogger(Candor.class);

    private final Settings settings;
    private final Starting starting;
    private final Closers closers;
    private final Loops loops;
    private final Publishing publishing;
    private final Arrival arrival;
    private final Opening opening;
    private final Addresses addresses;
    private final Platform platform;
    private final Catalogs catalogs;
    private final Applying applying;
    private final Gate gate;
    private final Passwords passwords;
    private final ArrivalDoor arrivals;
    private final Detect detect;
    private final ChangeIntake changes;
    private final Vendors vendors;
    private final Paging paging;
    private final Proving proving;
    private final Canary canary;
    private final Respond respond;
    private final Watches watches;
    private final Runbooks runbooks;
    private final Tell tell;
    private final Learn learn;
    private final Bulletins bulletins;
    private final ActionItems actions;
    private final Scheduler scheduler;
    private final EventStream live = new EventStream();
    private final LiveScreens screens = new LiveScreens(live);
    private final WebServer web;
    private volatile Optional<String> firstLogin = Optional.empty();
    private volatile boolean working;

    /// Assembles everything and opens the databases; readers see the last pages meanwhile. With PostgreSQL away it is
    /// assembled all the same, with the catalog this folder knows.
    ///
    /// @throws IllegalStateException when waiting would not help: a wrong password, a newer schema, a strange key
    public Candor(Settings settings) {
        this.settings = settings;
        starting = new Starting(settings);
        closers = starting.closers();
        addresses = new Addresses(
                settings, this::consoleListens, () -> starting.pageServer().uri());
        var clock = SystemTime.wall();
        var elapsed = SystemTime.elapsed();
        var random = Randomness.secure();
        var ids = new Ids(clock, random);
        var databases = Databases.open(settings, closers);
        platform = new Platform(
                clock,
                elapsed,
                SystemTime.sleeper(),
                ids,
                random,
                databases.ledger(),
                databases.results(),
                starting.secrets());
        catalogs = new Catalogs(platform.ledger(), new CatalogStore(KINDS, starting.secrets()));
        opening = new Opening(
                settings,
                databases,
                catalogs,
                new CatalogCopy(settings.data().resolve("catalog.sealed"), starting.secrets()));
        arrival = new Arrival(this::goOn, clock, platform.sleeper());
        opening.openOrRecall();
        applying = new Applying(platform.ledger(), catalogs, platform.audit(), ids, clock);
        gate = new Gate(platform.ledger(), platform.access(), catalogs, ids, random, clock);
        passwords = closers.own("passwords", new Passwords());

        var resolver = DnsResolver.system(elapsed);
        var guard = AddressGuard.allowing(settings.networkAllow());
        arrivals = new ArrivalDoor(this::consoleUrl, random, clock);
        Prober prober = closers.own(
                "prober", new Prober(clock, elapsed, platform.sleeper(), random, resolver, guard, arrivals));
        var guarded = closers.own("http client", new GuardedHttp(clock, elapsed, resolver, guard));
        var http = new HttpSending(guarded);
        loops = new Loops(platform, closers);
        Spool spool = closers.own("spool", Spool.open(settings.data().resolve("spool"), loops::wakeIntake));

        Spool pings = closers.own("pings", Spool.open(settings.data().resolve("pings"), loops::wakePings));

        detect = new Detect(platform, catalogs, spool, pings, prober::run);
        closers.own("access logs", detect.telemetry());
        Spool reported = closers.own("changes", Spool.open(settings.data().resolve("changes"), loops::wakeChanges));
        changes = new ChangeIntake(reported, platform.ledger(), catalogs, ids, clock);
        learn = new Learn(platform, catalogs);
        publishing = closers.own(
                "kept pages",
                new Publishing(
                        starting.pageServer(),
                        starting.keptPages(),
                        settings.pageDirectory().map(folder -> new SnapshotDirectory(folder, Trust.keys(Set.of())))));
        var ways = Ways.of(settings.smtp());
        tell = new Tell(platform, catalogs, detect, ways, learn.onPages(), publishing, this::pagesUrl);
        actions = new ActionItems(platform, catalogs);
        bulletins = learn.bulletins(catalogs, tell.pages()::model);
        starting.forwardTo(tell.forward());
        respond = new Respond(platform, catalogs, tell.updates().automatic());
        watches = new Watches(platform, new Detected(detect, catalogs));
        var maintenances = new MaintenanceStore();
        paging = new Paging(
                platform,
                catalogs,
                detect,
                (tx, service, _) -> maintenances.covering(tx, service),
                respond.incidents(),
                new PageText(this::consoleUrl),
                ways);
        proving = new Proving(platform, catalogs, detect, paging);

        ExecutorService threads = closers.own("workers", Executors.newVirtualThreadPerTaskExecutor());
        vendors = new Vendors(platform, catalogs, detect.signals(), guarded, threads);
        runbooks = new Runbooks(
                platform,
                catalogs,
                new OutsideWorld(new LoadBalancer(elapsed, guard, resolver), prober::run, guarded),
                tell.updates()::say,
                threads,
                starting.worker(),
                this::consoleUrl);
        scheduler = closers.own("scheduler", new Scheduler(Detect.HERE, clock, elapsed, threads, detect::run));
        detect.heartbeats().onPing(monitor -> scheduler.soon(monitor, java.time.Duration.ZERO));
        web = closers.own(
                "web server",
                new WebServer(
                        Starting.resolved(settings.listen()),
                        new Router(Web.routes(this)),
                        gate,
                        TrustedProxies.of(settings.trustedProxies()),
                        addresses.consoleOrigin(),
                        starting.tls()));
        closers.own("live screens", live::closeAll);
        Map<String, Sender> senders = Senders.of(
                settings,
                platform,
                catalogs,
                http,
                tell.subscribers(),
                new CanarySender(subject -> canary().arrived(subject)));
        canary = new Canary(
                platform,
                detect.intake(),
                new CanaryRule(settings.canaryEvery()),
                new DirectWord(
                        senders, catalogs, paging.text(), paging.ways(), platform.ids(), platform.clock(), threads));
        loops.always(this, publishing, emergency(senders, threads));
        loops.working(this, screens, this::reloadCatalog);
        loops.sending(this, senders, threads, starting.worker());
        closers.own("arrival", arrival);
    }

    private EmergencyPages emergency(Map<String, Sender> senders, ExecutorService threads) {
        return new EmergencyPages(
                platform.ledger(),
                paging::reach,
                detect.intake(),
                settings.watchService(),
                new Knocking(senders, paging.text(), platform.ids(), threads));
    }

    private Optional<Instant> reloadCatalog(Instant now) {
        catalogs.reloadIfChanged();
        opening.keepCatalog();
        detect.reschedule(scheduler);
        return Optional.empty();
    }

    /// What has to be done with the database before the loops run, such as applying a configuration: at once, or as
    /// soon as the database is there. May be called again when the database goes away in the middle of it.
    public void prepare(Runnable step) {
        opening.prepare(step);
    }

    /// Opens the ports and starts every loop; those that need a database that is away, as soon as it is there.
    public Candor start() {
        boolean works = opening.opened() && arrival.now();
        starting.listen();
        web.start();
        settings.syslog().map(Starting::resolved).ifPresent(detect.telemetry()::listen);
        loops.startAlways();
        if (works) {
            work();
        } else {
            arrival.arrived().thenRun(this::work);
            arrival.later();
        }
        return this;
    }

    /// All that needs the database, up to the first page. Begins anew when the database goes away in the middle.
    private void goOn() {
        opening.complete();
        // The data folder is ours alone: whoever claimed in its name before is dead.
        platform.ledger()
                .inTransaction(tx -> platform.outbox()
                        .releaseClaims(tx, starting.worker(), platform.clock().instant()));
        platform.ledger().inTransaction(tx -> {
            runbooks.store().release(tx, starting.worker());
            return true;
        });
        Bootstrap.admit(this).ifPresent(login -> firstLogin = Optional.of(login));
        settings.watchService()
                .filter(name -> catalogs.current().find(Service.KIND, name).isEmpty())
                .ifPresent(
                        name -> LOG.warn("watch-service names {}, which is no service: nobody would hear of it", name));
        new HandTaking(starting, settings, tell.handWords()).all(); // before anything is published over it
        publishing.only(catalogs.current().all(Page.KIND).stream()
                .map(page -> page.value().slug())
                .collect(Collectors.toSet()));
        tell.pages().tick(platform.clock().instant()); // the first page is there before anybody can ask
    }

    private void work() {
        working = true;
        loops.startWorking();
        scheduler.start();
    }

    /// Whether the database was there since the start, and everything runs that needs it.
    public boolean works() {
        return working;
    }

    /// Done once everything works; failed when it never will, and the process should end.
    public CompletableFuture<Void> arrived() {
        return arrival.arrived();
    }

    /// Who may sign in, `name / password`, when this start was the first; never again after it.
    public Optional<String> firstLogin() {
        return firstLogin;
    }

    public String consoleUrl() {
        return addresses.console();
    }

    /// Where the console, the API and intake listen on this machine.
    public URI consoleListens() {
        return web.uri();
    }

    public String pagesUrl() {
        return addresses.pages();
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

    /// What was changed, and the doors for it.
    public ChangeIntake changes() {
        return changes;
    }

    ArrivalDoor arrivals() {
        return arrivals;
    }

    public Vendors vendors() {
        return vendors;
    }

    /// What is shown of vendors.
    public VendorViews vendorViews() {
        return new VendorViews(vendors, detect.monitors());
    }

    public Paging paging() {
        return paging;
    }

    /// The proof that somebody is woken.
    public Proving proving() {
        return proving;
    }

    /// The synthetic alert that walks the whole chain.
    public Canary canary() {
        return canary;
    }

    /// Changes that are guarded.
    public Watches watches() {
        return watches;
    }

    public Respond respond() {
        return respond;
    }

    public Runbooks runbooks() {
        return runbooks;
    }

    public Tell tell() {
        return tell;
    }

    public Learn learn() {
        return learn;
    }

    /// What is to change after incidents.
    public ActionItems actions() {
        return actions;
    }

    /// Weeks, told.
    public Bulletins bulletins() {
        return bulletins;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public EventStream live() {
        return live;
    }

    public PageServer pageServer() {
        return starting.pageServer();
    }

    public List<DueLoop> loops() {
        return loops.all();
    }

    @Override
    public void close() {
        try {
            detect.results().flush(platform.clock().instant());
        } catch (DatabaseException away) {
            LOG.warn("The last results are lost: {}", away.getMessage());
        }
        closers.close();
    }

    Optional<ServerTls> tls() {
        return starting.tls();
    }

    Database ledger() {
        return platform.ledger();
    }
}
