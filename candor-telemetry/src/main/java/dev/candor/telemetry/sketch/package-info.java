/// Latency sketches with a relative error of 1 %.
package dev.candor.telemetry.sketch;
