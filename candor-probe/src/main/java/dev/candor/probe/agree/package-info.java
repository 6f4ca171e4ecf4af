/// Compares two answers that must agree.
@NullMarked
package dev.candor.probe.agree;

import org.jspecify.annotations.NullMarked;
