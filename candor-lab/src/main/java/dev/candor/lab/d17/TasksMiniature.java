package dev.candor.lab.d17;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.parts.Supervisor;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A queue in a real PostgreSQL, a thousand tasks, one worker process with 32 MB of memory that is started again when
/// it dies. The switch is a task: `fault.sql` puts it into the queue, `mend.sql` ends it.
final class TasksMiniature implements Miniature {
    private static final int TASKS = 1000;
    private static final int CAP = 3;
    private static final double DELAY_SECONDS = 5;
    private static final String POISON = "segment-4711";

    private final Mode mode;
    private final Path home;
    private final Postgres postgres;
    private final Supervisor worker;
    private final Thread tasks;
    private int restartsWhileBroken;

    private TasksMiniature(Mode mode, Path home, Postgres postgres, Supervisor worker, Thread tasks) {
        this.mode = mode;
        this.home = home;
        this.postgres = postgres;
        this.worker = worker;
        this.tasks = tasks;
    }

    static TasksMiniature start(Round round, FreePorts ports) throws IOException, InterruptedException, SQLException {
        Path home = Files.createTempDirectory("candor-tasks");
        Postgres postgres = Postgres.start(ports.take(), round.clock());
        try {
            postgres.execute(sql("schema.sql"));
            int cap = round.mode() == Mode.GUARDED ? CAP : 0;
            var command = Jvm.command(TaskWorker.class, "32m", postgres.jdbc(), Integer.toString(cap));
            var worker = new Supervisor("worker", command, home.resolve("worker.log"), round.clock());
            postgres.execute("INSERT INTO task (key, overrides) VALUES ('first', 1)");
            while (postgres.number("SELECT count(*) FROM task WHERE done_at IS NULL") > 0) {
                round.clock().sleeper().sleep(Duration.ofMillis(100)); // until the worker works
            }
            postgres.execute("TRUNCATE task");
            Duration every = round.paced(Duration.ofMillis(25), Duration.ofMillis(250));
            Thread tasks = Thread.ofVirtual().name("tasks").start(() -> add(round, postgres, every));
            return new TasksMiniature(round.mode(), home, postgres, worker, tasks);
        } catch (IOException | InterruptedException | SQLException | RuntimeException broken) {
            postgres.close();
            Folders.delete(home);
            throw broken;
        }
    }

    private static void add(Round round, Postgres postgres, Duration every) {
        try (var connection = postgres.connect();
                var insert = connection.prepareStatement("INSERT INTO task (key, overrides) VALUES (?, 5)")) {
            for (int number = 1; number <= TASKS; number++) {
                insert.setString(1, "segment-" + (10_000 + number));
                insert.executeUpdate();
                round.clock().sleeper().sleep(every);
            }
        } catch (InterruptedException | SQLException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sql(String name) throws IOException {
        try (var in = TasksMiniature.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Map<String, String> values() {
        return Map.of("DATABASE", postgres.url());
    }

    @Override
    public void strike() throws Exception {
        postgres.execute(sql("fault.sql"));
    }

    @Override
    public void mend() throws Exception {
        restartsWhileBroken = worker.restarts();
        postgres.execute(sql("mend.sql"));
    }

    @Override
    public boolean settled() {
        return done() >= TASKS;
    }

    private long done() {
        return (long) number("SELECT count(*) FROM task WHERE done_at IS NOT NULL AND key <> '" + POISON + "'");
    }

    private double delay() {
        return number("SELECT extract(epoch FROM max(coalesce(done_at, clock_timestamp()) - created_at))"
                + " FROM task WHERE key <> '" + POISON + "'");
    }

    private boolean setAside() {
        return number("SELECT count(*) FROM task WHERE set_aside_at IS NOT NULL AND key = '" + POISON + "'") == 1;
    }

    private double number(String sql) {
        try {
            return postgres.number(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// Other tasks that were more than five seconds late.
    @Override
    public long userErrors() {
        return (long) number("SELECT count(*) FROM task WHERE coalesce(done_at, clock_timestamp()) - created_at"
                + " > interval '5 seconds' AND key <> '" + POISON + "'");
    }

    @Override
    public int lost() {
        return mode == Mode.CONTROL ? 0 : (int) (TASKS - done());
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return Json.object(
                "tasks_done",
                done(),
                "others_delayed_ms",
                (long) (delay() * 1000),
                "restarts",
                restartsWhileBroken,
                "set_aside",
                setAside());
    }

    @Override
    public List<String> missed(Mode of, Sightings seen) {
        var missed = new ArrayList<String>();
        if (of != Mode.CONTROL && !seen.says(POISON)) {
            missed.add("no alert names " + POISON);
        }
        if (of != Mode.CONTROL && restartsWhileBroken < CAP) {
            missed.add("the worker died " + restartsWhileBroken + " times only: the fault is no fault");
        }
        if (of == Mode.GUARDED && !setAside()) {
            missed.add("the poison was not set aside");
        }
        if (of == Mode.GUARDED && delay() > DELAY_SECONDS) {
            missed.add("another task was delayed by " + delay() + " s");
        }
        return missed;
    }

    @Override
    public void close() {
        tasks.interrupt();
        worker.close();
        postgres.close();
        Folders.delete(home);
    }
}
