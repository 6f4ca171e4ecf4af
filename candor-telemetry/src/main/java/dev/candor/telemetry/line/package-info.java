/// From blocks of bytes to lines.
package dev.candor.telemetry.line;
