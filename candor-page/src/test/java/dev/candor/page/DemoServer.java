package dev.candor.page;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// Shows the demo pages until it is stopped: `fernwood` busy, `calm` calm, `lost` without knowledge, `stale`
/// old. For people and screenshots, run by hand with a port, and `-Ddemo.now=` the present minute.
final class DemoServer {
    private DemoServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        var server =
                new PageServer(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), Optional.empty());
        publish(server, new SnapshotRenderer(SnapshotKey.generate()));
        server.start();
        System.out.println(server.uri());
        Thread.currentThread().join();
    }

    static void publish(PageServer server, SnapshotRenderer renderer) {
        server.publish(renderer.render(DemoPage.busy()), Optional.empty(), true);
        server.publish(renderer.render(DemoPage.named(DemoPage.calm(), "calm", "Fernwood")), Optional.empty(), false);
        var lost = DemoPage.page(
                DemoPage.components(ComponentStatus.OPERATIONAL, true), List.of(), DemoPage.maintenances());
        server.publish(renderer.render(DemoPage.named(lost, "lost", "Fernwood")), Optional.empty(), false);
        server.publish(renderer.render(DemoPage.named(DemoPage.down(), "down", "Fernwood")), Optional.empty(), false);
        PageModel stale = DemoPage.at(DemoPage.busy(), DemoPage.NOW.minusSeconds(2_700), 4_711);
        server.publish(renderer.render(DemoPage.named(stale, "stale", "Fernwood")), Optional.empty(), false);
    }
}
