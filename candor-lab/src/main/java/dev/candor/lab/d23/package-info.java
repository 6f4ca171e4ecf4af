/// D23, the page while its origin is dead: copies answer, and a person speaks on them by hand.
package dev.candor.lab.d23;
