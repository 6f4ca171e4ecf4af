package dev.candor.detect;

import dev.candor.platform.db.Engine;

class SignalStoreOnPostgresTest extends SignalStoreContract {
    SignalStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
