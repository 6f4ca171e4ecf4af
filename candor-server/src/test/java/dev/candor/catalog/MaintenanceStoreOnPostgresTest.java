package dev.candor.catalog;

import dev.candor.platform.db.Engine;

class MaintenanceStoreOnPostgresTest extends MaintenanceStoreContract {
    MaintenanceStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
