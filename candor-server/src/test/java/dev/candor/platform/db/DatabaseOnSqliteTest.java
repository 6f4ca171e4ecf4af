package dev.candor.platform.db;

class DatabaseOnSqliteTest extends DatabaseContract {
    DatabaseOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
