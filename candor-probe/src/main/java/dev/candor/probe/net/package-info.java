/// Names to addresses, which addresses may be connected to, and deadlines that hold.
@org.jspecify.annotations.NullMarked
package dev.candor.probe.net;
