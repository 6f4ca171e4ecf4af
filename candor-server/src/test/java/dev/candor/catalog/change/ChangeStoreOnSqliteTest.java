package dev.candor.catalog.change;

import dev.candor.platform.db.Engine;

class ChangeStoreOnSqliteTest extends ChangeStoreContract {
    ChangeStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
