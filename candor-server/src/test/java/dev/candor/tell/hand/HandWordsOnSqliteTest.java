package dev.candor.tell.hand;

import dev.candor.platform.db.Engine;

class HandWordsOnSqliteTest extends HandWordsContract {
    HandWordsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
