/// Rows: two engines behind one SQL, one writer with group commit, migrations that never lock.
package dev.candor.platform.db;
