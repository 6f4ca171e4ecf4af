/// How long things took, by what the journal says; nothing is counted that no fact stands behind.
package dev.candor.learn.figures;
