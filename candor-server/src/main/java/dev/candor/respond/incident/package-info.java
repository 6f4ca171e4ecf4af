/// Incidents: opened from alerts, handled by people, resolved by a quiet soak.
package dev.candor.respond.incident;
