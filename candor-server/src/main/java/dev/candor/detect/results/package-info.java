/// Measurements: packed by the hour, rolled up, forgotten in time.
package dev.candor.detect.results;
