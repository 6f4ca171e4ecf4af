/// Rules over windows: burn rate, and sequential tests on failure counts.
package dev.candor.telemetry.detect;
