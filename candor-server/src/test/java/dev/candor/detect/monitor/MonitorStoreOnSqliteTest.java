package dev.candor.detect.monitor;

import dev.candor.platform.db.Engine;

class MonitorStoreOnSqliteTest extends MonitorStoreContract {
    MonitorStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
