/// What was promised for when: made with words, kept by what follows, late when nothing does.
package dev.candor.tell.commitment;
