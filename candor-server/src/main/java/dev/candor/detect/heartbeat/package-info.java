/// Jobs that say themselves that they ran.
@org.jspecify.annotations.NullMarked
package dev.candor.detect.heartbeat;
