package dev.candor.detect.heartbeat;

import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import java.nio.file.Path;

class HeartbeatsOnPostgresTest extends HeartbeatsContract {
    @Override
    Database open(Path in) {
        return TestDatabases.postgres(Schema.LEDGER);
    }
}
