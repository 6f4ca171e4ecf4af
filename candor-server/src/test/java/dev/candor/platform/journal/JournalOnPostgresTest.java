package dev.candor.platform.journal;

import dev.candor.platform.db.Engine;

class JournalOnPostgresTest extends JournalContract {
    JournalOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
