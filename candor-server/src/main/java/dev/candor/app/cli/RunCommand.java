package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = "Starts a runbook. With --watch it tells what happens; exit 1 when the run stops.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Mixin
    private final ServerClient client = new ServerClient();

    @Parameters(paramLabel = "RUNBOOK", description = "The runbook's name.")
    String runbook = "";

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A parameter; may be given several times.")
    Map<String, String> params = new LinkedHashMap<>();

    @Option(names = "--incident", description = "The number of the incident it belongs to.")
    @Nullable
    Long incident;

    @Option(names = "--watch", description = "Stay until the run is over or stands still.")
    boolean watch;

    @Option(names = "--json", description = "One object a line.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("runbook", runbook);
        body.put("params", params);
        if (incident != null) {
            body.put("incident", incident);
        }
        Map<String, @Nullable Object> run = client.post("/api/runs", body);
        String number = String.valueOf(run.get("number"));
        if (json) {
            System.out.println(Json.write(run));
        } else {
            System.out.println("Run " + number + " of " + runbook + ", started by " + run.get("started_by"));
        }
        return watch ? watch(number) : 0;
    }

    private int watch(String number) throws InterruptedException {
        int told = 0;
        while (true) {
            Map<String, @Nullable Object> run = client.get("/api/runs/" + number);
            List<?> events = run.get("events") instanceof List<?> list ? list : List.of();
            for (Object event : events.subList(Math.min(told, events.size()), events.size())) {
                if (event instanceof Map<?, ?> fact) {
                    System.out.println(json ? Json.write(fact) : fact.get("at") + "  " + fact.get("text"));
                }
            }
            told = events.size();
            String state = String.valueOf(run.get("state"));
            if (state.equals("done")) {
                return 0;
            }
            if (state.equals("stopped") || state.equals("ended")) {
                return 1;
            }
            SystemTime.sleeper().sleep(LOOK);
        }
    }
}
