package dev.candor.app.cli;

import dev.candor.base.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rehearse",
        description = "Says which rules would wake nobody; exit 1 when one would. Rehearses them first when asked to.",
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    @Mixin
    private final ServerClient client = new ServerClient();

    @Parameters(
            paramLabel = "RULE",
            arity = "0..*",
            description = "Rules to rehearse first, such as monitor/shop-home, objective/shop, sudden/shop.")
    List<String> rules = List.of();

    @Option(names = "--all", description = "Rehearse every rule first.")
    boolean all;

    @Option(names = "--json", description = "The answer of the API as it is.")
    boolean json;

    @Override
    public Integer call() {
        if (all) {
            client.post("/api/rehearsals", Map.of("all", true));
        }
        for (String rule : rules) {
            client.post("/api/rehearsals", Map.of("rule", rule));
        }
        Map<String, @Nullable Object> proofs = client.get("/api/proofs");
        if (json) {
            System.out.println(Json.write(proofs));
        } else {
            print(proofs);
        }
        return proofs.get("waking_nobody") instanceof Number none && none.longValue() > 0 ? 1 : 0;
    }

    private static void print(Map<String, @Nullable Object> proofs) {
        System.out.println(proofs.get("sentence"));
        for (Object one : proofs.get("items") instanceof List<?> items ? items : List.of()) {
            if (one instanceof Map<?, ?> item) {
                String outcome = String.valueOf(item.get("outcome"));
                String why = String.valueOf(item.get("why"));
                System.out.printf("%-15s %s%s%n", outcome, item.get("rule"), why.isEmpty() ? "" : ": " + why);
                if (!outcome.equals("proven")
                        && !String.valueOf(item.get("to_do")).isEmpty()) {
                    System.out.println("                -> " + item.get("to_do"));
                }
            }
        }
    }
}
