/// Makes the company learn: history, postmortems.
package dev.candor.learn;
