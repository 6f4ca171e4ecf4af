/// Assembles one Candor by hand: settings, domains, loops, routes.
package dev.candor.app;
