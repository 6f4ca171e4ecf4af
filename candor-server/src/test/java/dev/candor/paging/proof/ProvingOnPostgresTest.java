package dev.candor.paging.proof;

import dev.candor.platform.db.Engine;

class ProvingOnPostgresTest extends ProvingContract {
    ProvingOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
