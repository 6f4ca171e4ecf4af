/// Wakes the person who can help, provably.
package dev.candor.paging;
