/// Syslog as it is really sent: framing (RFC 6587) and headers (RFC 3164, RFC 5424, none).
package dev.candor.telemetry.syslog;
