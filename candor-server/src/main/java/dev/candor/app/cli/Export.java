package dev.candor.app.cli;

import dev.candor.base.json.Json;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Prints the server's configuration as YAML; secrets are left out.",
        mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
    @Mixin
    ServerClient client = new ServerClient();

    @Option(names = "--json", description = "JSON instead of YAML.")
    boolean json;

    @Override
    public Integer call() {
        var configuration = client.get("/api/configuration");
        System.out.print(
                json
                        ? Json.write(configuration) + "\n"
                        : new Dump(DumpSettings.builder()
                                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                                        .build())
                                .dumpToString(configuration));
        return 0;
    }
}
