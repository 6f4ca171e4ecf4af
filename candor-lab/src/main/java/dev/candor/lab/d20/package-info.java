/// D20, nobody answers: two of three people are silent.
package dev.candor.lab.d20;
