/// Probe agents: the machines elsewhere that look for us.
@org.jspecify.annotations.NullMarked
package dev.candor.detect.agent;
