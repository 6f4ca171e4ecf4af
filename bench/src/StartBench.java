import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// From the start of the process to the first page answered, and memory after it; on a data folder that exists, as after a restart.
final class StartBench {
    private static final int RUNS = 7;

    static void run(Table table) throws Exception {
        Path folder = Scratch.folder();
        Path config = Files.writeString(
                folder.resolve("candor.yaml"),
                """
                services: [{name: shop}]
                pages: [{name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}]
                """);
        String launcher = Path.of(System.getenv("CANDOR_BENCH_CLASSPATH")).getParent().getParent().getParent().resolve("candor").toString();
        int port = Proc.freePort();
        var millis = new double[RUNS];
        double megabytes = 0;
        for (int i = -2; i < RUNS; i++) { // the first makes the schema, the second uses the class-data archive that the first left
            long start = System.nanoTime();
            try (Proc candor = new Proc(folder.resolve("log"), launcher, "serve", "--data", folder.resolve("data").toString(), "--config", config.toString(), "--listen", "127.0.0.1:" + port, "--page-listen", "127.0.0.1:" + (port + 1))) {
                while (!Proc.answers("http://127.0.0.1:" + (port + 1) + "/")) {
                    if (!candor.alive()) {
                        throw new IllegalStateException(Files.readString(folder.resolve("log")));
                    }
                    Thread.sleep(5);
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
                Thread.sleep(2000);
                megabytes = candor.residentMegabytes();
            }
        }
        Arrays.sort(millis);
        table.add("start", "start to first page (median)", millis[RUNS / 2], 1000, "our aim", "ms");
        table.add("start", "memory after start", megabytes, 150, "our aim", "MiB resident");
    }
}
