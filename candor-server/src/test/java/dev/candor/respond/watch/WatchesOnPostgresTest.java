package dev.candor.respond.watch;

import dev.candor.platform.db.Engine;

class WatchesOnPostgresTest extends WatchesContract {
    WatchesOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
