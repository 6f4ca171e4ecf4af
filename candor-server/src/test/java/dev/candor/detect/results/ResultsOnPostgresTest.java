package dev.candor.detect.results;

import dev.candor.platform.db.Engine;

class ResultsOnPostgresTest extends ResultsContract {
    ResultsOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
