/// Fixed is not repaired: what an incident left broken, until it is repaired or declared lost.
package dev.candor.respond.repair;
