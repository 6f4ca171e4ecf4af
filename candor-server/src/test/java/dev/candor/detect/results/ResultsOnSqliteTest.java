package dev.candor.detect.results;

import dev.candor.platform.db.Engine;

class ResultsOnSqliteTest extends ResultsContract {
    ResultsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
