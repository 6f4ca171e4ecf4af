package dev.candor.detect;

import dev.candor.platform.db.Engine;

class SignalStoreOnSqliteTest extends SignalStoreContract {
    SignalStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
