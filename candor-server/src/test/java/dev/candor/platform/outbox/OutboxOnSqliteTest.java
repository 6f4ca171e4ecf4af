package dev.candor.platform.outbox;

import dev.candor.platform.db.Engine;

class OutboxOnSqliteTest extends OutboxContract {
    OutboxOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
