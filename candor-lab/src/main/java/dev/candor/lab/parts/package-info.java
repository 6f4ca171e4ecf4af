/// The real parts that miniatures are built from: processes that leave nothing behind, servers, a database, customers.
///
/// Owns: what it started, and ends it. Never does: know a drill, or touch anything outside loopback and its folders.
package dev.candor.lab.parts;
