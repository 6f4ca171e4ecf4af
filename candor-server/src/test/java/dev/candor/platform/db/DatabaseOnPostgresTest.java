package dev.candor.platform.db;

class DatabaseOnPostgresTest extends DatabaseContract {
    DatabaseOnPostgresTest() {
        super(Engine.POSTGRESQL);
    }
}
