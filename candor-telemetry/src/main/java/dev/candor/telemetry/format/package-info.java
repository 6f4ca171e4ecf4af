/// Access-log formats: parsers without allocation into one reused `Hit`, and how a stream's format is
/// recognised.
package dev.candor.telemetry.format;
