/// Alerts: signals deduplicated, muted with a recorded reason, acknowledged and resolved.
package dev.candor.paging.alert;
