package dev.candor.catalog.change;

import dev.candor.platform.db.Engine;

class ChangeStoreOnPostgresTest extends ChangeStoreContract {
    ChangeStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
