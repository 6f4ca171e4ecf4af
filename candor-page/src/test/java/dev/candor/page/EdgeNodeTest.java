package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeNodeTest {
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    @TempDir
    Path disk;

    private final SnapshotRenderer renderer = new SnapshotRenderer(SnapshotKey.generate());

    @Test
    void an_edge_node_goes_on_serving_when_its_origin_is_gone() throws Exception {
        String origin;
        EdgeNode edge;
        try (var server = new PageServer(ANY, Optional.empty())) {
            server.publish(renderer.render(DemoPage.busy()), Optional.empty(), true);
            server.publish(
                    renderer.render(DemoPage.named(DemoPage.calm(), "second", "Second")), Optional.empty(), false);
            server.start();
            origin = server.uri().toString();
            edge = edge(List.of(origin), Optional.of(disk));
            edge.start();
            until(() -> edge.shown().size() == 2);
            assertThat(get(edge.uri())).isEqualTo(get(server.uri()));
        }
        try (edge) {
            assertThat(edge.pull().problems()).containsExactly(origin + " cannot be reached");
            assertThat(get(edge.uri())).contains("Checkout is partly down");
            assertThat(get(edge.uri().resolve("second/api/v2/status.json"))).contains("All Systems Operational");
        }
        // After a restart it serves what it kept, still without an origin.
        try (var again = edge(List.of(origin), Optional.of(disk))) {
            again.start();
            assertThat(get(again.uri().resolve("fernwood/"))).contains("Checkout is partly down");
        }
    }

    @Test
    void an_edge_node_refuses_older_snapshots_and_other_signatures() throws Exception {
        var old = new SnapshotDirectory(disk.resolve("old"), Trust.firstSeen());
        var fresh = new SnapshotDirectory(disk.resolve("fresh"), Trust.firstSeen());
        var forged = new SnapshotDirectory(disk.resolve("forged"), Trust.firstSeen());
        old.write(renderer.render(DemoPage.at(DemoPage.calm(), DemoPage.NOW, 7)));
        fresh.write(renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW, 8)));
        forged.write(
                new SnapshotRenderer(SnapshotKey.generate()).render(DemoPage.at(DemoPage.calm(), DemoPage.NOW, 9)));
        var origins = List.of(
                disk.resolve("fresh").toString(),
                disk.resolve("old").toString(),
                disk.resolve("forged").toString());
        try (var edge = edge(origins, Optional.empty())) {
            EdgeNode.Pull pull = edge.pull();
            assertThat(pull.shown()).containsExactly("fernwood@8");
            assertThat(pull.problems()).hasSize(1).first().asString().contains("not signed by a key that is trusted");
            assertThat(edge.shown()).extracting(Snapshot::sequence).containsExactly(8L);
        }
    }

    @Test
    void an_edge_node_reads_a_copy_on_any_web_server() throws Exception {
        var directory = new SnapshotDirectory(disk, Trust.firstSeen());
        directory.write(renderer.render(DemoPage.busy()));
        Path current = disk.resolve("fernwood/current").toRealPath();
        try (var edge = edge(List.of(current.toString()), Optional.empty())) {
            assertThat(edge.pull().shown()).containsExactly("fernwood@4711");
        }
        var anyServer = SimpleFileServer.createFileServer(ANY, current, SimpleFileServer.OutputLevel.NONE);
        anyServer.start();
        String origin = "http://127.0.0.1:" + anyServer.getAddress().getPort();
        try (var edge = edge(List.of(origin), Optional.empty())) {
            edge.start();
            until(() -> edge.shown().size() == 1);
            assertThat(get(edge.uri())).contains("Checkout is partly down");
        } finally {
            anyServer.stop(0);
        }
    }

    @Test
    void an_origin_whose_answer_never_ends_keeps_nobody_from_what_is_said_by_hand_in_a_folder() throws Exception {
        var byHand = new SnapshotDirectory(disk, Trust.firstSeen());
        byHand.write(renderer.render(DemoPage.down()));
        try (var stuck = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!stuck.isClosed()) {
                    try {
                        Socket asked = stuck.accept(); // left open until the test ends
                        asked.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"
                                        .getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException over) {
                        return;
                    }
                }
            });
            String origin = "http://127.0.0.1:" + stuck.getLocalPort();
            try (var edge = edge(List.of(origin, disk.toString()), Optional.empty())) {
                edge.start();
                until(() -> edge.shown().size() == 1);
                assertThat(get(edge.uri())).contains("Nobody can pay");
                assertThat(edge.pull().problems()).containsExactly(origin + " cannot be reached");
            }
        }
    }

    private static EdgeNode edge(List<String> origins, Optional<Path> keep) {
        return new EdgeNode(
                new EdgeNode.Settings(origins, ANY, Duration.ofHours(1), keep, Trust.firstSeen()), Thread::sleep);
    }

    private static String get(URI uri) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// Waits for a condition, not for a time; gives up after half a minute.
    private static void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
