package dev.candor.platform.audit;

import dev.candor.platform.db.Engine;

class AuditOnPostgresTest extends AuditContract {
    AuditOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
