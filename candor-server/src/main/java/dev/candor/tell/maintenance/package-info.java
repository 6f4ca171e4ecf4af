/// Planned work.
package dev.candor.tell.maintenance;
