package dev.candor.paging.alert;

import dev.candor.platform.db.Engine;

class AlertStoreOnSqliteTest extends AlertStoreContract {
    AlertStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
