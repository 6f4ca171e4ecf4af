package dev.candor.respond.suspect;

import dev.candor.platform.db.Engine;

class SuspectingOnSqliteTest extends SuspectingContract {
    SuspectingOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
