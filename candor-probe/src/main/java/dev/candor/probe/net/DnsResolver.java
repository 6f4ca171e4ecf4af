package dev.candor.probe.net;

import dev.candor.base.time.Elapsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/// Asks name servers over UDP, over TCP when the answer is too long, without any cache. When a look-up gets no usable
/// answer, the servers are asked for the root: if they know that, the name's own servers are to blame; if not, ours
/// are.
public final class DnsResolver implements Resolver {
    private static final Duration SERVER_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CANARY_TIMEOUT = Duration.ofSeconds(1);
    private static final long CANARY_FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final Elapsed elapsed;
    private final List<InetSocketAddress> servers;
    private final org.xbill.DNS.Resolver client;
    private final LookupSession session;
    private volatile @Nullable Canary lastCanary;

    private record Canary(long at, boolean alive) {}

    private DnsResolver(Elapsed elapsed, List<InetSocketAddress> servers, LookupSession.LookupSessionBuilder session) {
        this.elapsed = elapsed;
        this.servers = List.copyOf(servers);
        this.client = client(servers);
        this.session = session.resolver(client).cycleResults(false).build();
    }

    /// Servers, search domains and hosts file of this machine.
    public static DnsResolver system(Elapsed elapsed) {
        ResolverConfig config = ResolverConfig.getCurrentConfig();
        var session = LookupSession.builder()
                .searchPath(config.searchPath())
                .ndots(config.ndots())
                .hostsFileParser(new HostsFileParser(Path.of("/etc/hosts")));
        return new DnsResolver(elapsed, config.servers(), session);
    }

    /// Exactly these servers; no search domains, no hosts file.
    public static DnsResolver of(List<InetSocketAddress> servers, Elapsed elapsed) {
        return new DnsResolver(elapsed, servers, LookupSession.builder());
    }

    /// The same with a hosts file, which is asked first and read again when it changes.
    public static DnsResolver of(List<InetSocketAddress> servers, Path hosts, Elapsed elapsed) {
        return new DnsResolver(elapsed, servers, LookupSession.builder().hostsFileParser(new HostsFileParser(hosts)));
    }

    private static org.xbill.DNS.Resolver client(List<InetSocketAddress> servers) {
        var each = new ArrayList<org.xbill.DNS.Resolver>();
        for (InetSocketAddress server : servers) {
            var one = new SimpleResolver(server);
            one.setTimeout(SERVER_TIMEOUT);
            each.add(one);
        }
        var all = new ExtendedResolver(each);
        all.setRetries(2);
        return all;
    }

    @Override
    public Resolution resolve(String name, IpVersion version, Deadline deadline) {
        Name asked;
        try {
            asked = Name.fromString(name);
        } catch (TextParseException notAName) {
            return new Resolution.NoSuchName("'" + name + "' is not a host name", false);
        }
        if (servers.isEmpty()) {
            return new Resolution.Unavailable("no name server is configured at this location");
        }
        return switch (version) {
            case V4 -> lookUp(asked, Type.A, deadline);
            case V6 -> lookUp(asked, Type.AAAA, deadline);
            case ANY -> {
                Resolution v4 = lookUp(asked, Type.A, deadline);
                yield v4 instanceof Resolution.NoSuchName(String _, boolean exists) && exists
                        ? lookUp(asked, Type.AAAA, deadline)
                        : v4;
            }
        };
    }

    private Resolution lookUp(Name name, int type, Deadline deadline) {
        try {
            var answer = session.lookupAsync(name, type)
                    .toCompletableFuture()
                    .get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            var addresses = new ArrayList<InetAddress>();
            for (Record record : answer.getRecords()) {
                if (record instanceof ARecord v4) {
                    addresses.add(bare(v4.getAddress()));
                } else if (record instanceof AAAARecord v6) {
                    addresses.add(bare(v6.getAddress()));
                }
            }
            return addresses.isEmpty() ? noRecord(name, type) : new Resolution.Found(addresses);
        } catch (TimeoutException late) {
            return silent(name, "the name servers gave no answer for " + name + " in time");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Resolution.Unavailable("stopped while looking up " + name);
        } catch (ExecutionException failed) {
            return failure(name, type, failed.getCause());
        }
    }

    private Resolution failure(Name name, int type, @Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
        return switch (cause) {
            case NoSuchDomainException _ -> new Resolution.NoSuchName("there is no such name: " + plain(name), false);
            case NoSuchRRSetException _ -> noRecord(name, type);
            case null, default -> silent(name, "looking up " + plain(name) + " failed: " + words(cause));
        };
    }

    private static Resolution noRecord(Name name, int type) {
        return new Resolution.NoSuchName(plain(name) + " has no " + Type.string(type) + " record", true);
    }

    private Resolution silent(Name name, String detail) {
        return canaryAlive()
                ? new Resolution.TargetSilent(detail)
                : new Resolution.Unavailable(
                        "no name server of this location answers (asked " + servers + " for " + plain(name) + ")");
    }

    /// Any orderly answer about the root proves that a server and the way to it work.
    private boolean canaryAlive() {
        Canary last = lastCanary;
        if (last != null && elapsed.nanos() - last.at < CANARY_FRESH_NANOS) {
            return last.alive;
        }
        boolean alive = askRoot();
        lastCanary = new Canary(elapsed.nanos(), alive);
        return alive;
    }

    private boolean askRoot() {
        try {
            Message answer = client.sendAsync(Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN)))
                    .toCompletableFuture()
                    .get(CANARY_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
            int rcode = answer.getRcode();
            return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
        } catch (ExecutionException | TimeoutException dead) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static InetAddress bare(InetAddress named) {
        return AddressText.address(named.getAddress());
    }

    private static String plain(Name name) {
        return name.toString(true);
    }

    private static String words(@Nullable Throwable cause) {
        if (cause == null) {
            return "no reason given";
        }
        String message = cause.getMessage();
        return message == null || cause instanceof IOException && message.isEmpty()
                ? cause.getClass().getSimpleName()
                : message;
    }
}
