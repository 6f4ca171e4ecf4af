package dev.candor.app;

import dev.candor.base.ids.Randomness;
import dev.candor.page.Forward;
import dev.candor.page.PageServer;
import dev.candor.platform.http.ServerTls;
import dev.candor.platform.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Optional;

/// What is there before any database: the folder is ours, its secrets can be opened, and readers already see the last
/// pages this folder knows.
final class Starting {
    private final Settings settings;
    private final Closers closers = new Closers();
    private final String worker;
    private final SecretBox secrets;
    private final Optional<ServerTls> tls;
    private final PageServer pageServer;
    private final KeptPages keptPages;
    private volatile Forward forward = _ -> notYet();
    private boolean listening;

    /// @throws IllegalStateException when another process has the folder, or the port of the pages cannot be had
    Starting(Settings settings) {
        this.settings = settings;
        try {
            Files.createDirectories(settings.data());
        } catch (IOException failure) {
            throw new UncheckedIOException("the data folder " + settings.data() + " cannot be made", failure);
        }
        closers.own("data lock", DataLock.take(settings.data()));
        worker = Worker.of(settings.data(), Randomness.secure());
        secrets = secrets(settings);
        tls = settings.tls().isEmpty() ? Optional.empty() : Optional.of(new ServerTls(settings.tls()));
        pageServer = closers.own(
                "page server",
                new PageServer(
                        resolved(settings.pageListen()),
                        Optional.of(asked -> forward.answer(asked)),
                        tls.map(ServerTls::factory)));
        keptPages = new KeptPages(settings.data().resolve("pages"), secrets);
        if (keptPages.show(pageServer) > 0) {
            listen(); // otherwise the first page comes first: nobody is to be told that there is none
        }
    }

    static SecretBox secrets(Settings settings) {
        Randomness random = Randomness.secure();
        return settings.secretsKeys().isEmpty()
                ? SecretBox.fromFile(settings.data().resolve("secrets.key"), random)
                : new SecretBox(
                        settings.secretsKeys().stream().map(SecretBox::key).toList(), random);
    }

    static InetSocketAddress resolved(InetSocketAddress address) {
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    private static Forward.Answer notYet() {
        return Forward.Answer.html(503, "<!doctype html><title>Not yet</title><p>Candor is starting: try again soon.");
    }

    /// Opens the port of the pages, unless it is open already.
    void listen() {
        if (!listening) {
            pageServer.start();
            listening = true;
        }
    }

    /// Who answers what is not part of a page, from now on.
    void forwardTo(Forward server) {
        forward = server;
    }

    Settings settings() {
        return settings;
    }

    Closers closers() {
        return closers;
    }

    String worker() {
        return worker;
    }

    SecretBox secrets() {
        return secrets;
    }

    Optional<ServerTls> tls() {
        return tls;
    }

    PageServer pageServer() {
        return pageServer;
    }

    KeptPages keptPages() {
        return keptPages;
    }
}
