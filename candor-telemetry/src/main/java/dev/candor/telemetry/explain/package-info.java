/// What explains a rise of failures, and what only looks like it.
package dev.candor.telemetry.explain;
