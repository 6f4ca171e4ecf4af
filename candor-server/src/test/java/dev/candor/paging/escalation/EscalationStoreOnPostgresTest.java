package dev.candor.paging.escalation;

import dev.candor.platform.db.Engine;

class EscalationStoreOnPostgresTest extends EscalationStoreContract {
    EscalationStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
