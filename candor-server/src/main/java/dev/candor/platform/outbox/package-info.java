/// The promises to send: written with the decision, claimed with lease and fencing token, sent at least once, settled
/// or retried, never lost.
package dev.candor.platform.outbox;
