package dev.candor.respond.suspect;

import dev.candor.platform.db.Engine;

class SuspectingOnPostgresTest extends SuspectingContract {
    SuspectingOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
