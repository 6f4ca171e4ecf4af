package dev.candor.app.demo;

import dev.candor.app.Candor;
import dev.candor.respond.runbook.By;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A believable world to look at: a small shop served by this very process, people, monitors, and a past.
public final class DemoWorld implements AutoCloseable {
    private static final List<String> FILES =
            List.of("people.yaml", "services.yaml", "monitors.yaml", "vendors.yaml", "pages.yaml", "runbooks.yaml");

    private final DemoSite site = new DemoSite();
    private final DemoVendor vendor = new DemoVendor();
    private @Nullable DemoVisitors visitors;

    private DemoWorld() {}

    /// Starts the demo site on a free loopback port.
    public static DemoWorld open() {
        return new DemoWorld();
    }

    /// What the configuration's `${…}` stand for, and the settings the demo needs (`CANDOR_NETWORK_ALLOW` for its own
    /// ports).
    public Map<String, String> environment() {
        return Map.of(
                "DEMO_SITE",
                site.url(),
                "DEMO_VENDOR",
                "http://" + vendor.host(),
                "DEMO_VENDOR_HOST",
                vendor.host(),
                "CANDOR_NETWORK_ALLOW",
                "127.0.0.0/8:" + site.port() + ",127.0.0.0/8:" + vendor.port());
    }

    /// The demo's configuration: file name to YAML.
    public Map<String, String> configuration() {
        var texts = new LinkedHashMap<String, String>();
        FILES.forEach(file -> texts.put("demo/" + file, read("/demo/" + file)));
        return texts;
    }

    static String read(String resource) {
        try (InputStream in = DemoWorld.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing in this build: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Writes the past into an empty ledger, once.
    public void settle(Candor candor) {
        new DemoPast(candor).write();
        boolean first = candor.platform()
                .ledger()
                .read(tx ->
                        candor.runbooks().store().list(tx, Long.MAX_VALUE, 1).isEmpty());
        if (first) {
            candor.runbooks()
                    .actions()
                    .start("bypass the CDN", Map.of("customer", "tearooms"), Optional.empty(), By.person("ben"));
        }
    }

    /// From now on somebody visits the shop.
    public void visit(Candor candor) {
        visitors = new DemoVisitors(candor.consoleListens().toString(), "larkspur-demo-storefront");
    }

    public String siteUrl() {
        return site.url();
    }

    @Override
    public void close() {
        if (visitors != null) {
            visitors.close();
        }
        vendor.close();
        site.close();
    }
}
