package dev.candor.app.cli;

import dev.candor.base.time.SystemTime;
import dev.candor.page.EdgeNode;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "page",
        description = "An edge node: serves page snapshots from origins or a folder, also when these are gone.",
        mixinStandardHelpOptions = true)
final class PageCommand implements Callable<Integer> {
    @Option(
            names = "--origin",
            required = true,
            split = ",",
            description = "URLs of page servers, or folders of snapshots.")
    java.util.List<String> origins = java.util.List.of();

    @Option(names = "--listen", description = "HOST:PORT (default 127.0.0.1:8081; port 0 picks a free one).")
    String listen = "127.0.0.1:8081";

    @Option(
            names = "--trust",
            split = ",",
            description = "Public keys to trust; without it the first key seen of each page is kept.")
    java.util.@Nullable List<String> trust;

    @Option(
            names = "--copy",
            description = "Folder for a copy of what was pulled, so that a restart without origins still serves.")
    java.nio.file.@Nullable Path copy;

    @Override
    public Integer call() throws Exception {
        EdgeNode.Settings settings = EdgeSettings.of(origins, listen, trust, copy);
        try (var node = new EdgeNode(settings, SystemTime.sleeper())) {
            node.start();
            System.out.println("pages URL    " + node.uri());
            System.out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
