package dev.candor.app;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.Passwords;
import dev.candor.platform.secret.SecretBox;

/// The stores of a data folder without a server: for commands that must work when nothing runs, or when nobody can
/// sign in.
public final class Offline implements AutoCloseable {
    private final Closers closers = new Closers();
    private final Platform platform;
    private final Catalogs catalogs;
    private final Gate gate;
    private final Passwords passwords;

    public Offline(Settings settings) {
        var clock = SystemTime.wall();
        var random = Randomness.secure();
        var ids = new Ids(clock, random);
        SecretBox secrets = Starting.secrets(settings);
        Databases databases = Databases.open(settings, closers);
        databases.bringUp();
        platform = new Platform(
                clock,
                SystemTime.elapsed(),
                SystemTime.sleeper(),
                ids,
                random,
                databases.ledger(),
                databases.results(),
                secrets);
        catalogs = new Catalogs(platform.ledger(), new CatalogStore(Candor.KINDS, secrets));
        catalogs.reload();
        gate = new Gate(platform.ledger(), platform.access(), catalogs, ids, random, clock);
        passwords = closers.own("passwords", new Passwords());
    }

    public Platform platform() {
        return platform;
    }

    public Catalogs catalogs() {
        return catalogs;
    }

    public Gate gate() {
        return gate;
    }

    public Passwords passwords() {
        return passwords;
    }

    @Override
    public void close() {
        closers.close();
    }
}
