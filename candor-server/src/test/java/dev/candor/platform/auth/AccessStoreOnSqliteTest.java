package dev.candor.platform.auth;

import dev.candor.platform.db.Engine;

class AccessStoreOnSqliteTest extends AccessStoreContract {
    AccessStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
