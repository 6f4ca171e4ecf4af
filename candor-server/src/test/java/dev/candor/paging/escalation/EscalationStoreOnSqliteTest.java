package dev.candor.paging.escalation;

import dev.candor.platform.db.Engine;

class EscalationStoreOnSqliteTest extends EscalationStoreContract {
    EscalationStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
