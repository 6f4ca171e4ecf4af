/// Reads a migration (plain SQL for PostgreSQL) before it runs and refuses what would stop others: needs no server and
/// no database. What it says of locks is proven against a real PostgreSQL by tests.
package dev.candor.respond.gate;
