/// The console's look: layout, parts, style and script, rendered on the server.
package dev.candor.platform.screen;
