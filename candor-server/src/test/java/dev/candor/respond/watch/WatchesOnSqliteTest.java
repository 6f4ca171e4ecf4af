package dev.candor.respond.watch;

import dev.candor.platform.db.Engine;

class WatchesOnSqliteTest extends WatchesContract {
    WatchesOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
