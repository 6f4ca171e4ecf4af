/// Walks people through the trouble: incidents and their timelines.
package dev.candor.respond;
