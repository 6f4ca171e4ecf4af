/// Requests one after the other, with values carried from one to the next.
@NullMarked
package dev.candor.probe.steps;

import org.jspecify.annotations.NullMarked;
