package dev.candor.catalog;

import dev.candor.platform.db.Engine;

class MaintenanceStoreOnSqliteTest extends MaintenanceStoreContract {
    MaintenanceStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
