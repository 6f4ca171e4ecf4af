package dev.candor.tell.hand;

import dev.candor.platform.db.Engine;

class HandWordsOnPostgresTest extends HandWordsContract {
    HandWordsOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
