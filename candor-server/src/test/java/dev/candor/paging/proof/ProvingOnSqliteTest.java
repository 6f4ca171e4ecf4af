package dev.candor.paging.proof;

import dev.candor.platform.db.Engine;

class ProvingOnSqliteTest extends ProvingContract {
    ProvingOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
