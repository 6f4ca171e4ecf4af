package dev.candor.platform.outbox;

import dev.candor.platform.db.Engine;

class OutboxOnPostgresTest extends OutboxContract {
    OutboxOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
