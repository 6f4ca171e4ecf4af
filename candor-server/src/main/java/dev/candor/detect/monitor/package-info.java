/// Configured observations: when they run, what their runs mean, what is remembered.
package dev.candor.detect.monitor;
