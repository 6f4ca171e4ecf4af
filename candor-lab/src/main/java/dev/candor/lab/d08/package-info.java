/// D08, lock migration: a constraint that waits for one long report, and everybody who waits behind it.
package dev.candor.lab.d08;
