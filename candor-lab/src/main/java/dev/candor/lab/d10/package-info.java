/// D10, false healthy: an app whose health check says fine while every real call fails, because a migration edited by
/// hand took a column away.
package dev.candor.lab.d10;
