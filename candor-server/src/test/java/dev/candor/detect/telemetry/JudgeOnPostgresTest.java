package dev.candor.detect.telemetry;

import dev.candor.platform.db.Engine;

class JudgeOnPostgresTest extends JudgeContract {
    JudgeOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
