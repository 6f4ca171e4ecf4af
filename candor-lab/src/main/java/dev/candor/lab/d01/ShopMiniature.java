package dev.candor.lab.d01;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.HAProxy;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Nginx;
import dev.candor.lab.parts.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// D01's system: a shop's static files on two nginx behind one HAProxy, after the Flatfile report of 2 April 2025.
public final class ShopMiniature implements AutoCloseable {
    private final Path home;
    private final ShopSite site;
    private final List<Nginx> proxies;
    private final HAProxy balancer;

    private ShopMiniature(Path home, ShopSite site, List<Nginx> proxies, HAProxy balancer) {
        this.home = home;
        this.site = site;
        this.proxies = proxies;
        this.balancer = balancer;
    }

    /// What must be installed.
    public static List<String> missingPrograms() {
        return Programs.missing("nginx", "haproxy", "setsid");
    }

    /// Builds everything in a new temporary folder and starts it. When a part does not start, the others are stopped.
    ///
    /// @param random chooses the ports
    /// @throws IllegalStateException when a program is not installed or does not answer; the message has its log
    public static ShopMiniature start(HAProxy.Care care, Randomness random, LabClock clock)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("candor-shop");
        var ports = new FreePorts(random);
        var started = new ArrayList<Nginx>();
        try {
            ShopSite site = ShopSite.write(home.resolve("site"));
            for (int i = 1; i <= 2; i++) {
                String name = "proxy-" + i;
                started.add(Nginx.start(name, home.resolve(name), site.folder(), ports.take(), clock));
            }
            List<Integer> servers = started.stream().map(Nginx::port).toList();
            HAProxy balancer = HAProxy.start(home.resolve("balancer"), ports.take(), servers, care, clock);
            return new ShopMiniature(home, site, List.copyOf(started), balancer);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            started.forEach(Nginx::close);
            Folders.delete(home);
            throw broken;
        }
    }

    /// Where customers come in.
    public URI siteUrl() {
        return URI.create("http://127.0.0.1:" + balancer.port() + site.page());
    }

    /// Everything a browser loads for the page.
    public List<URI> assetUrls() {
        return site.assets().stream().map(siteUrl()::resolve).toList();
    }

    /// One step of a fault plan.
    public void apply(FaultPlan.Step step) throws IOException, InterruptedException {
        Nginx proxy = proxies.get(step.proxy());
        if (step.kill()) {
            proxy.kill();
        } else {
            proxy.restart();
        }
    }

    @Override
    public void close() {
        balancer.close();
        proxies.forEach(Nginx::close);
        Folders.delete(home);
    }
}
