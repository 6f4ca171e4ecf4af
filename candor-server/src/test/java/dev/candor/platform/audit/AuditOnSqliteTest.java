package dev.candor.platform.audit;

import dev.candor.platform.db.Engine;

class AuditOnSqliteTest extends AuditContract {
    AuditOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
