package dev.candor.probe.sql;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.Measurements;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Reason;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.HostText;
import dev.candor.probe.net.IpVersion;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Opens a guarded connection, runs what is asked over it, and is back by the deadline whatever driver and server do.
public final class SqlRunner implements AutoCloseable {
    private static final int AT_ONCE = 64;

    private final Elapsed elapsed;
    private final Resolver resolver;
    private final AddressGuard guard;
    private final ExecutorService pool;

    public SqlRunner(Elapsed elapsed, Resolver resolver, AddressGuard guard) {
        this.elapsed = elapsed;
        this.resolver = resolver;
        this.guard = guard;
        this.pool = new ThreadPoolExecutor(
                0,
                AT_ONCE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("sql-probe-", 0).factory());
    }

    /// What is done with an open session.
    @FunctionalInterface
    interface Work {
        ProbeResult with(SqlSession session) throws SQLException;
    }

    ProbeResult run(DatabaseTarget target, Duration timeout, Work work) {
        Deadline deadline = Deadline.in(timeout, elapsed);
        var open = new AtomicReference<@Nullable SqlSession>();
        Future<ProbeResult> running;
        try {
            Place place = place(target, deadline);
            if (place instanceof Place.Nowhere(ProbeResult result)) {
                return result;
            }
            String address = ((Place.At) place).address();
            running = pool.submit(() -> connected(target, address, deadline, open, work));
        } catch (RejectedExecutionException busy) {
            return new ProbeResult.NotRun("more than " + AT_ONCE + " databases are being asked at once");
        }
        try {
            return running.get(deadline.remainingNanos() + 250_000_000, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            running.cancel(true);
            Optional.ofNullable(open.get()).ifPresent(SqlSession::abort);
            return new ProbeResult.Failed(
                    Measurements.NONE, Reason.TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            running.cancel(true);
            Optional.ofNullable(open.get()).ifPresent(SqlSession::abort);
            return new ProbeResult.NotRun("stopped while asking the database");
        } catch (ExecutionException failure) {
            return new ProbeResult.NotRun("the database could not be asked: " + failure.getCause());
        }
    }

    private ProbeResult connected(
            DatabaseTarget target,
            String address,
            Deadline deadline,
            AtomicReference<@Nullable SqlSession> open,
            Work work) {
        try (SqlSession session = SqlSession.open(target, address, deadline, elapsed)) {
            open.set(session);
            return work.with(session);
        } catch (SQLException failure) {
            return new ProbeResult.Failed(Measurements.NONE, SqlSession.reason(failure), words(failure, target));
        }
    }

    /// The server's words in one line, without the password should it be repeated.
    private static String words(SQLException failure, DatabaseTarget target) {
        String said =
                String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
        String safe = target.password().length() < 3 ? said : said.replace(target.password(), "***");
        return safe.length() > 500 ? safe.substring(0, 500) + "…" : safe;
    }

    private sealed interface Place {
        record At(String address) implements Place {}

        record Nowhere(ProbeResult result) implements Place {}
    }

    private Place place(DatabaseTarget target, Deadline deadline) {
        Optional<String> refusedName = guard.refusal(target.host());
        if (refusedName.isPresent()) {
            return forbidden(refusedName.get());
        }
        HostText host = HostText.parse(target.host());
        Resolution known = Resolver.withoutServer(host, IpVersion.ANY);
        Resolution found = known != null ? known : resolver.resolve(target.host(), IpVersion.ANY, deadline);
        return switch (found) {
            case Resolution.Found(List<InetAddress> addresses) -> guarded(addresses, target);
            case Resolution.NoSuchName(String detail, boolean _) -> failed(Reason.DNS_NAME, detail);
            case Resolution.TargetSilent(String detail) -> failed(Reason.DNS_TIMEOUT, detail);
            case Resolution.Unavailable(String why) -> new Place.Nowhere(new ProbeResult.NotRun(why));
        };
    }

    private Place guarded(List<InetAddress> addresses, DatabaseTarget target) {
        for (InetAddress address : addresses) {
            Optional<String> refusal = guard.refusal(address, target.port());
            if (refusal.isPresent()) {
                return forbidden(refusal.get());
            }
        }
        return addresses.isEmpty()
                ? failed(Reason.DNS_NAME, target.host() + " has no address")
                : new Place.At(addresses.getFirst().getHostAddress());
    }

    private static Place failed(Reason reason, String detail) {
        return new Place.Nowhere(new ProbeResult.Failed(Measurements.NONE, reason, detail));
    }

    /// Our own rule stopped us: that says nothing about the database.
    private static Place forbidden(String why) {
        return new Place.Nowhere(new ProbeResult.NotRun("we must not look there: " + why));
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
