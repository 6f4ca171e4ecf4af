package dev.candor.detect.vendor;

import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import java.nio.file.Path;

class VendorsOnSqliteTest extends VendorsContract {
    @Override
    Database open(Path in) {
        return TestDatabases.sqlite(Schema.LEDGER, in);
    }

    @Override
    Database openResults(Path in) {
        return TestDatabases.sqlite(Schema.RESULTS, in);
    }
}
