/// Asks databases: guarded, reading only, by a deadline.
@NullMarked
package dev.candor.probe.sql;

import org.jspecify.annotations.NullMarked;
