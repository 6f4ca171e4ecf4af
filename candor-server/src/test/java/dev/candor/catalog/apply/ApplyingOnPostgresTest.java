package dev.candor.catalog.apply;

import dev.candor.platform.db.Engine;

class ApplyingOnPostgresTest extends ApplyingContract {
    ApplyingOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
