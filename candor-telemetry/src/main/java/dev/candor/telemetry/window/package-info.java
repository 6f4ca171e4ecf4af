/// Requests counted in fixed windows by every dimension, with bounded memory.
package dev.candor.telemetry.window;
