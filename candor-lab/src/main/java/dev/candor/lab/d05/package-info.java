/// D05, a starved lane: one class of jobs in a queue is no longer worked on, while all others are.
package dev.candor.lab.d05;
