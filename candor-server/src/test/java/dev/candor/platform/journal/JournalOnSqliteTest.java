package dev.candor.platform.journal;

import dev.candor.platform.db.Engine;

class JournalOnSqliteTest extends JournalContract {
    JournalOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
