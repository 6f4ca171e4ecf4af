package dev.candor.platform.auth;

import dev.candor.platform.db.Engine;

class AccessStoreOnPostgresTest extends AccessStoreContract {
    AccessStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
