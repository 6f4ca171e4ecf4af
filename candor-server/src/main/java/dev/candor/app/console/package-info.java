/// The console's screens: what a signed-in person sees and does.
package dev.candor.app.console;
