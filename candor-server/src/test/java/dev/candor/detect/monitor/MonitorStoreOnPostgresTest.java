package dev.candor.detect.monitor;

import dev.candor.platform.db.Engine;

class MonitorStoreOnPostgresTest extends MonitorStoreContract {
    MonitorStoreOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
