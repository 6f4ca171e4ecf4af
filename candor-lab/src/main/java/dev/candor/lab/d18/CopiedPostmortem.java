package dev.candor.lab.d18;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// D18, after one of Flagsmith's reports, whose postmortem was that of another incident, word by word. Here it is
/// pasted as it is, and once more with another date, another headline and a changed ending.
///
/// Easier than it was: the two texts are in one system, and the first one was published before.
public final class CopiedPostmortem implements Drill {
    private static final String LAMPS = """
            # Lamps went out in the north hall

            A cable was laid beside the heating of the north hall last spring. It was too thin for the lamps which were
            added in August, and nobody had written down how many it may carry. At ten past three it became so warm that
            the fuse of the whole hall opened. Eleven customers saw an error instead of their orders for nineteen minutes.

            The first monitor said so after four seconds, and Ana was there within two minutes. She looked for the cause
            in the wrong cupboard, as the labels of both were exchanged, which cost us ten minutes.

            We have laid a thicker cable, written the load of each on its label, and exchanged the labels of the cupboards.
            A monitor now looks at the temperature of every cable once a minute, and its alert was rehearsed.
            """;
    private static final String PUMPS = """
            # Pumps stood still after a deploy

            The new version of the pump's program asked for a setting that only the test house had. It stopped at its
            start, was started again, and stopped again; in the meantime the basin ran over. Twenty orders were late.

            Ben saw the deploy among the suspects and took it back after six minutes. The gate of the pipeline now starts
            each version once with the settings of the real house before it lets anything pass.
            """;
    /// The same story for whoever reads it, with a few words changed.
    private static final String DISGUISED = LAMPS.replace("# Lamps went out in the north hall", "# Pumps stood still")
            .replace("last spring", "two winters ago")
            .replace("At ten past three", "At half past six")
            .replace("and its alert was rehearsed", "and its alert was rehearsed twice by Cleo");

    @Override
    public String id() {
        return "D18";
    }

    @Override
    public String about() {
        return "the postmortem of one incident pasted under another";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OwnRun(id(), round);
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-copy");
        try (var node = CandorNode.start(home, "services: [{name: hall}]\n", Map.of(), clock)) {
            long lamps = incident(node, "Lamps are out");
            run.need(write(node, lamps, LAMPS) == 200, "the first postmortem is not taken");
            long pumps = incident(node, "Pumps stand still");
            if (round.mode() == Mode.FAULT) {
                run.fault(clock.wall().instant());
                run.fact("caught", refused(run, node, pumps, LAMPS, "the copy"));
                run.alert(clock.wall().instant());
                run.fact("caught_disguised", refused(run, node, pumps, DISGUISED, "the disguised copy"));
            }
            run.need(write(node, pumps, PUMPS) == 200, "a postmortem of its own is not taken");
            if (round.mode() == Mode.FAULT) {
                Instant published = clock.wall().instant();
                run.recovered(published);
            }
            return run.result(0, 0, 0);
        } finally {
            Folders.delete(home);
        }
    }

    private static long incident(CandorNode node, String title) throws IOException, InterruptedException {
        var made = node.ask(
                "POST",
                "/api/incidents",
                Json.write(Json.object("title", title, "service", "hall", "severity", "sev3")));
        long number = made.get("number") instanceof Number got ? got.longValue() : 0;
        node.ask("POST", "/api/incidents/" + number + "/resolve", "{}");
        return number;
    }

    /// @return the status of the answer
    private static int write(CandorNode node, long incident, String text) throws InterruptedException {
        return node.status(
                "PUT",
                "/api/incidents/" + incident + "/postmortem",
                Json.write(Json.object("body", text, "publish", true)));
    }

    private static boolean refused(OwnRun run, CandorNode node, long incident, String text, String which)
            throws IOException, InterruptedException {
        int status = write(node, incident, text);
        boolean published = node.ask("GET", "/api/incidents/" + incident + "/postmortem", "")
                        .get("published_at")
                != null;
        run.need(status == 409, which + " was answered " + status + ", 409 expected");
        run.need(!published, which + " was published");
        return status == 409 && !published;
    }
}
