/// Guards a change: compares what a service does since the change with what it did before, and calls the change's own
/// rollback once when it is worse. It decides nothing without evidence, and never calls again what may have arrived.
package dev.candor.respond.watch;
