/// Clocks and durations. Besides `base.ids` the only place that asks the machine for time.
package dev.candor.base.time;
