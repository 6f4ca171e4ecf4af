/// The language of expectations: what a target must look like, and what was seen when it does not.
@org.jspecify.annotations.NullMarked
package dev.candor.probe.assertion;
