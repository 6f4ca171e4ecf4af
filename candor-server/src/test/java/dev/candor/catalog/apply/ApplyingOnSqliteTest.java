package dev.candor.catalog.apply;

import dev.candor.platform.db.Engine;

class ApplyingOnSqliteTest extends ApplyingContract {
    ApplyingOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
