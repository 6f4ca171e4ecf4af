/// One HTTP/1.1 exchange over a guarded, fresh connection, with limits on everything a hostile server controls.
@org.jspecify.annotations.NullMarked
package dev.candor.probe.http;
