/// Notices trouble the way customers meet it, and says so as signals.
package dev.candor.detect;
