/// Public words about incidents.
package dev.candor.tell.update;
