package dev.candor.lab.d05;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A queue in a real PostgreSQL, three lanes, a worker process for each. The switch is SIGSTOP for the one of billing.
final class LanesMiniature implements Miniature {
    private static final List<String> LANES = List.of("billing", "mail", "export");
    private static final Duration NEW_JOBS_EVERY = Duration.ofMillis(200);
    private static final double OTHERS_WAIT_SECONDS = 5;
    private static final Duration PAGER = Duration.ofSeconds(5);

    private final Path home;
    private final Postgres postgres;
    private final Map<String, RealProcess> workers;
    private final Thread jobs;
    private final Duration age;

    private LanesMiniature(Path home, Postgres postgres, Map<String, RealProcess> workers, Thread jobs, Duration age) {
        this.home = home;
        this.postgres = postgres;
        this.workers = workers;
        this.jobs = jobs;
        this.age = age;
    }

    static LanesMiniature start(Round round, FreePorts ports, Duration age)
            throws IOException, InterruptedException, SQLException {
        Path home = Files.createTempDirectory("candor-lanes");
        Postgres postgres = Postgres.start(ports.take(), round.clock());
        var workers = new LinkedHashMap<String, RealProcess>();
        try {
            postgres.execute("""
                    CREATE TABLE job (
                      id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, lane TEXT NOT NULL,
                      created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), done_at TIMESTAMPTZ);
                    CREATE INDEX job_waiting ON job (lane, id) WHERE done_at IS NULL;
                    """);
            for (String lane : LANES) {
                var command = Jvm.command(LaneWorker.class, "48m", postgres.jdbc(), lane);
                workers.put(
                        lane,
                        RealProcess.start("worker of " + lane, command, home.resolve(lane + ".log"), round.clock()));
            }
            add(postgres);
            while (postgres.number("SELECT count(*) FROM job WHERE done_at IS NULL") > 0) {
                round.clock().sleeper().sleep(Duration.ofMillis(100)); // until every worker works
            }
            postgres.execute("TRUNCATE job");
            Thread jobs = Thread.ofVirtual().name("jobs").start(() -> jobs(round, postgres));
            return new LanesMiniature(home, postgres, workers, jobs, age);
        } catch (IOException | InterruptedException | SQLException | RuntimeException broken) {
            workers.values().forEach(RealProcess::close);
            postgres.close();
            Folders.delete(home);
            throw broken;
        }
    }

    private static void add(Postgres postgres) throws SQLException {
        postgres.execute("INSERT INTO job (lane) VALUES ('" + String.join("'), ('", LANES) + "')");
    }

    private static void jobs(Round round, Postgres postgres) {
        try {
            while (true) {
                add(postgres);
                round.clock().sleeper().sleep(NEW_JOBS_EVERY);
            }
        } catch (InterruptedException | SQLException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<String, String> values() {
        return Map.of("DATABASE", postgres.url(), "AGE", age.toSeconds() + "s");
    }

    private RealProcess billing() {
        return java.util.Objects.requireNonNull(workers.get("billing"));
    }

    @Override
    public void strike() {
        billing().freeze();
    }

    @Override
    public void mend() {
        billing().thaw();
    }

    /// Jobs that waited longer than is allowed.
    @Override
    public long userErrors() {
        return (long) number("SELECT count(*) FROM job WHERE coalesce(done_at, clock_timestamp()) - created_at"
                + " > interval '" + age.toSeconds() + " seconds'");
    }

    private double othersWait() {
        return number("SELECT extract(epoch FROM max(coalesce(done_at, clock_timestamp()) - created_at))"
                + " FROM job WHERE lane <> 'billing'");
    }

    private double number(String sql) {
        try {
            return postgres.number(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return Json.object(
                "jobs", (long) number("SELECT count(*) FROM job"), "others_waited_ms", (long) (othersWait() * 1000));
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (othersWait() > OTHERS_WAIT_SECONDS) {
            missed.add("a job of another lane waited " + othersWait() + " s");
        }
        if (mode == Mode.FAULT && userErrors() == 0) {
            missed.add("no job was late: the fault is no fault");
        }
        if (mode == Mode.FAULT
                && !seen.told().stream().allMatch(told -> told.words().startsWith("billing-lane"))) {
            missed.add("an alert names another lane");
        }
        boolean pagedLate = !seen.alerts().isEmpty()
                && !seen.pages().isEmpty()
                && Duration.between(seen.alerts().getFirst(), seen.pages().getFirst())
                                .compareTo(PAGER)
                        > 0;
        if (pagedLate) {
            missed.add("Candor's own page left late");
        }
        return missed;
    }

    @Override
    public void close() {
        jobs.interrupt();
        workers.values().forEach(RealProcess::close);
        postgres.close();
        Folders.delete(home);
    }
}
