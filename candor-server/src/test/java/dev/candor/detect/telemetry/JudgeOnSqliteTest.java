package dev.candor.detect.telemetry;

import dev.candor.platform.db.Engine;

class JudgeOnSqliteTest extends JudgeContract {
    JudgeOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
