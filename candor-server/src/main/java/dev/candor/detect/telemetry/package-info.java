/// Access logs: doors they come through, windows they are counted in, rules that judge them, alerts that name who is
/// hit.
@org.jspecify.annotations.NullMarked
package dev.candor.detect.telemetry;
