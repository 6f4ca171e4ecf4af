/// D03: steps of a maintenance in the wrong order.
package dev.candor.lab.d03;
