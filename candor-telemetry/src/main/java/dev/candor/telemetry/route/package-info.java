/// Paths to route templates, bounded.
package dev.candor.telemetry.route;
