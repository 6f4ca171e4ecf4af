package dev.candor.detect.telemetry;

import dev.candor.catalog.Catalogs;
import dev.candor.detect.SignalStore;
import dev.candor.detect.intake.Intake;
import dev.candor.platform.Platform;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.http.Route;
import dev.candor.platform.jobs.Ticking;
import dev.candor.telemetry.window.Window;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The visible face of access logs: doors, windows, and the loop that judges them.
public final class Telemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /// Windows of 10 seconds are kept for so long; minutes as long as results.
    private static final Duration WINDOWS_KEPT = Duration.ofHours(24);

    private static final int TRIES = 5;

    private final Platform platform;
    private final Catalogs catalogs;
    private final Senders senders = new Senders();
    private final Unclaimed unclaimed = new Unclaimed();
    private final WindowStore windows;
    private final EpisodeStore episodes = new EpisodeStore();
    private final Judge judge;
    private final LogDoor door;
    private volatile Optional<SyslogUdp> udp = Optional.empty();
    private volatile Optional<SyslogTcp> tcp = Optional.empty();

    public Telemetry(Platform platform, Catalogs catalogs, SignalStore signals, Intake intake) {
        this.platform = platform;
        this.catalogs = catalogs;
        windows = new WindowStore(platform.results());
        judge = new Judge(
                platform.ledger(),
                catalogs,
                senders,
                windows,
                episodes,
                signals,
                platform.ids(),
                signal -> intake.keep(signal, Map.of()));
        door = new LogDoor(catalogs, senders, platform.clock());
    }

    public List<Route> routes() {
        return door.routes();
    }

    /// To be run about once a second.
    public Ticking judge() {
        return judge;
    }

    /// Listens for syslog, UDP and TCP on the same port.
    ///
    /// @param address port 0 picks a free one
    /// @throws IllegalStateException when it cannot be listened on
    public void listen(InetSocketAddress address) {
        listen(address, address.getPort() == 0 ? TRIES : 1);
    }

    /// A port free for datagrams may be taken for connections: then another one is picked.
    private void listen(InetSocketAddress address, int tries) {
        var sorting = new SyslogSorting(catalogs, senders, unclaimed);
        try {
            var datagrams = new SyslogUdp(address, sorting, platform.clock());
            udp = Optional.of(datagrams);
            tcp = Optional.of(new SyslogTcp(
                    new InetSocketAddress(
                            address.getAddress(), datagrams.address().getPort()),
                    sorting,
                    platform.clock()));
        } catch (IOException failure) {
            stopListening();
            if (tries > 1) {
                listen(address, tries - 1);
                return;
            }
            throw new IllegalStateException(
                    "cannot listen for syslog on " + address + ": " + failure.getMessage(), failure);
        }
        udp.ifPresent(SyslogUdp::start);
        tcp.ifPresent(SyslogTcp::start);
    }

    /// Where syslog is listened for.
    public Optional<InetSocketAddress> syslog() {
        return udp.map(SyslogUdp::address);
    }

    /// What is known about the doors as a whole.
    ///
    /// @param kernelDrops datagrams the kernel threw away; empty where it does not say
    /// @param receiveBuffer bytes the kernel keeps for us
    /// @param crowdedOut datagrams of senders there was no room for
    /// @param evictedConnections syslog connections that were closed to make room for others
    /// @param refusedSenders times a new sender was not let in
    /// @param unclaimed syslog messages that fit no log source
    /// @param lost requests counted whose windows never reached the database
    public record Doors(
            long datagrams,
            OptionalLong kernelDrops,
            int receiveBuffer,
            long crowdedOut,
            int connections,
            long refusedConnections,
            long evictedConnections,
            long refusedSenders,
            long unclaimed,
            long lost) {}

    public Doors doors() {
        long lost = windows.lost()
                + senders.rooms().values().stream().mapToLong(Room::dropped).sum();
        return new Doors(
                udp.map(SyslogUdp::datagrams).orElse(0L),
                udp.map(socket -> UdpDrops.of(socket.address())).orElse(OptionalLong.empty()),
                udp.map(SyslogUdp::receiveBuffer).orElse(0),
                udp.map(SyslogUdp::crowdedOut).orElse(0L),
                tcp.map(SyslogTcp::connections).orElse(0),
                tcp.map(SyslogTcp::refused).orElse(0L),
                tcp.map(SyslogTcp::evicted).orElse(0L),
                senders.refused(),
                unclaimed.messages(),
                lost);
    }

    /// A sender of syslog that fits no log source.
    ///
    /// @param tag empty when its messages have none
    public record Stranger(String address, String tag, long messages, Instant lastAt) {
        /// Whether the tag is one, and not none or many.
        public boolean named() {
            return !tag.isEmpty() && !tag.equals(Unclaimed.MANY);
        }
    }

    /// The last heard first.
    public List<Stranger> strangers() {
        return unclaimed.all().stream()
                .map(seen -> new Stranger(seen.address(), seen.tag(), seen.messages(), seen.lastAt()))
                .toList();
    }

    /// Who sent lines of a service since this process started.
    public List<SenderReport> senders(String service) {
        return senders.reports(service);
    }

    /// Services somebody sent lines of since this process started.
    public List<String> services() {
        return List.copyOf(new TreeSet<>(senders.rooms().keySet()));
    }

    /// Windows of 10 seconds that begin in `[from, until)`, those without requests left out; of the last 24 hours.
    public List<Window> windows(String service, Instant from, Instant until) {
        return windows.between(service, WindowStore.Span.WINDOW, from, until);
    }

    /// The same by minutes.
    public List<Window> minutes(String service, Instant from, Instant until) {
        return windows.between(service, WindowStore.Span.MINUTE, from, until);
    }

    /// Rises and burning budgets, the newest first.
    public List<Episode> episodes(String service, int limit) {
        return platform.ledger().read(tx -> episodes.of(tx, service, limit));
    }

    /// Forgets what is older than its retention.
    public void prune(Instant now, Duration results, Duration rollups) {
        Instant minutes = now.minus(results);
        Instant shortLived = now.minus(WINDOWS_KEPT);
        windows.prune(shortLived.isBefore(minutes) ? minutes : shortLived, minutes);
        platform.ledger().inTransaction(tx -> episodes.prune(tx, now.minus(rollups)));
    }

    private void stopListening() {
        tcp.ifPresent(SyslogTcp::close);
        udp.ifPresent(SyslogUdp::close);
    }

    @Override
    public void close() {
        stopListening();
        try {
            judge.finish(platform.clock().instant());
        } catch (DatabaseException away) {
            LOG.warn("The last request counts are lost: {}", away.getMessage());
        }
    }
}
