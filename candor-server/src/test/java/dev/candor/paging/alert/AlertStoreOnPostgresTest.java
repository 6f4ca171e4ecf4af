package dev.candor.paging.alert;

import dev.candor.platform.db.Engine;

class AlertStoreOnPostgresTest extends AlertStoreContract {
    AlertStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
